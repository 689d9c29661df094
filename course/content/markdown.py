"""The dialect of Markdown a lesson is written in: CommonMark, tables and directives, no HTML."""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        # Every target becomes a link token, so that a forbidden one is told to its author and not
        # printed as text; the renderer and the cleaner let none through.
        return True


def parse(body: str) -> list[Token]:
    """The tokens of a body; headings carry the ids section-1, section-2 …"""
    tokens = _PARSER.parse(body)
    headings = (token for token in tokens if token.type == "heading_open")
    for number, heading in enumerate(headings, start=1):
        heading.attrSet("id", f"section-{number}")
    return tokens


def render(tokens: Sequence[Token], env: EnvType) -> str:
    """HTML, not yet cleaned. `env["link"]` is a function from a target to the opening tag of its link,
    `env["table"]` the label of a table, as an attribute value."""
    return str(_PARSER.renderer.render(tokens, _PARSER.options, env))


def plain_text(inline: Token) -> str:
    """The words of one paragraph or heading, without marks."""
    parts = []
    for child in inline.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


def _nothing(*_: object) -> str:
    return ""


def _link_open(_: RendererHTML, tokens: Sequence[Token], place: int, __: OptionsDict, env: EnvType) -> str:
    return str(env["link"](str(tokens[place].attrGet("href") or "")))


def _table_open(_: RendererHTML, __: Sequence[Token], ___: int, ____: OptionsDict, env: EnvType) -> str:
    return f'<div class="table-wrap" tabindex="0" role="region" aria-label="{env["table"]}"><table>\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _cell_open(_: RendererHTML, tokens: Sequence[Token], place: int, *__: object) -> str:
    # A style attribute would be stopped by the content policy; a class is not.
    tag, style = tokens[place].tag, str(tokens[place].attrGet("style") or "")
    scope = ' scope="col"' if tag == "th" else ""
    ends = {"text-align:right": ' class="text-end"', "text-align:center": ' class="text-center"'}
    return f"<{tag}{scope}{ends.get(style, '')}>"


def _make_parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.use(container_plugin, "directive", validate=lambda info, _: bool(info.strip()))
    rules: dict[str, Callable[..., str]] = {
        "container_directive_open": _nothing,
        "container_directive_close": _nothing,
        "image": _nothing,
        "link_open": _link_open,
        "table_open": _table_open,
        "table_close": _table_close,
        "th_open": _cell_open,
        "td_open": _cell_open,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _make_parser()
