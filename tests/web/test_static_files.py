"""Style sheets and scripts: named by their content, compressed once, kept for ever by the browser."""

import gzip
import hashlib
import threading

import brotli
import pytest

from course.web import static_files

NAMES = ("bootstrap.css", "theme.css", "quiz.js", "term.js", "icon.svg")


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_named_by_its_content_and_kept_for_ever(sqlite_house, name):
    address = sqlite_house.app.jinja_env.globals["static_url"](name)
    stan = sqlite_house.stranger()
    plain = stan.get(address)
    assert plain.status_code == 200
    assert hashlib.sha256(plain.data).hexdigest()[:16] in address
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in plain.headers["Vary"]
    assert "Set-Cookie" not in plain.headers
    for accepted, coding, unpack in (
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("zstd", None, bytes),
    ):
        answer = stan.get(address, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding, accepted
        assert unpack(answer.data) == plain.data
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert len(answer.data) == int(answer.headers["Content-Length"])


def test_a_file_that_is_not_there_is_404_for_everyone(sqlite_house):
    address = sqlite_house.app.jinja_env.globals["static_url"]("theme.css")
    for browser in (sqlite_house.stranger(), sqlite_house.browser("olga")):
        for path in ("/static/theme.css", "/static/nothing.css", address.replace(".css", "x.css")):
            assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "path",
    ["/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py", "/static//etc/passwd"],
)
def test_no_way_leads_out_of_the_folder(sqlite_house, path):
    answer = sqlite_house.stranger().get(path)
    assert answer.status_code in {303, 308, 404}
    assert b"COURSE_" not in answer.data


def test_pages_name_only_files_that_exist(sqlite_house):
    olga = sqlite_house.browser("olga")
    page = olga.get("/modules/").text
    found = {part.split('"')[0] for part in page.split('"/static/')[1:]}
    assert len(found) == 3
    for name in found:
        assert olga.get(f"/static/{name}").status_code == 200


def test_processes_that_start_at_once_share_one_folder_of_compressed_files(tmp_path):
    content, failures = b"p { color: inherit }" * 500, []
    together = threading.Barrier(8)

    def start(folder):
        together.wait()
        try:
            static_files._prepare("theme.css", content, folder)
        except OSError as error:
            failures.append(error)

    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        starters = [threading.Thread(target=start, args=(folder,)) for _ in range(8)]
        for starter in starters:
            starter.start()
        for starter in starters:
            starter.join()
        assert [brotli.decompress(path.read_bytes()) for path in folder.iterdir()] == [content]
    assert failures == []
