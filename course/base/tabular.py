"""Tables for other programs: CSV and XLSX whose text can never become a formula.

Rule: OWASP ASVS 5.0.0, 1.2.10. Text that starts with = + - @, a tab, a carriage return, a NUL or a
full-width twin of these is prefixed by an apostrophe; numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

Cell = str | int | Decimal | date | datetime | None

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """`text`, prefixed by an apostrophe when a spreadsheet could read it as a formula."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180, UTF-8 with a byte order mark so that spreadsheets read Cyrillic."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([safe_text(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def to_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen, filterable heading and typed columns; datetimes must be in the reader's zone."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    widths = [len(name) for name in header]
    for column, name in enumerate(header):
        sheet.write_string(0, column, safe_text(name), bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            widths[column] = min(60, max(widths[column], len(str(cell or ""))))
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(count, column, safe_text(cell))
            elif isinstance(cell, datetime):
                sheet.write_datetime(count, column, cell.replace(tzinfo=None), moment)
            elif isinstance(cell, date):
                sheet.write_datetime(count, column, cell, day)
            else:
                sheet.write_number(count, column, float(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(header) - 1)
    book.close()
    return stream.getvalue()
