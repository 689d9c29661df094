"""What in a page a strict content policy would refuse, and what a form must not do."""

from html.parser import HTMLParser


class _Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.form = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append("a script that is not a file of ours")
        if tag == "style":
            self.found.append("a style element")
        if tag == "form":
            self.form = (given.get("method") or "get").lower()
        if tag == "input" and given.get("name") == "csrf_token" and self.form != "post":
            self.found.append("a form token in a form that goes into the address")
        for name, value in attributes:
            if name == "style" or name.startswith("on"):
                self.found.append(f"the attribute {name}")
            if name in {"href", "src", "action", "formaction"}:
                self._look_at_address(value or "")

    def _look_at_address(self, address: str) -> None:
        if address.lower().startswith(("javascript:", "vbscript:", "data:")):
            self.found.append(f"the address {address[:20]}")
        if "csrf_token" in address:
            self.found.append("a form token in an address")


def refused_parts(html: str) -> list[str]:
    """Inline script, style, handlers, script addresses; form tokens that would reach an address."""
    looker = _Looker()
    looker.feed(html)
    return looker.found
