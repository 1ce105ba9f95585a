"""The candidate's receipt on paper, by the printer that this machine calls its own."""

import html
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

QR_MM = 70.0
"""Large enough for a telephone that is held over it."""
MARGIN_MM = 20.0
QR_PX = 1200
_QR_CSS_PX = round(QR_MM / 25.4 * 96)
"""As Qt's documents count: 96 an inch, whatever the printer's own."""


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What stands on it, in the candidate's language.

    Attributes:
        title: the heading.
        code: HQ's code; empty before it has answered.
        qr_svg: the signed receipt as QR code, SVG text.
        lines: sentences below it.
    """

    title: str
    code: str
    qr_svg: str
    lines: tuple[str, ...]


Printer = QPrinter
Printers = Callable[[], Printer | None]


CUPS_SOCKET = Path("/run/cups/cups.sock")
"""Where a Linux machine that prints has its print service; without it Qt asks for one by TCP."""


def own_printer() -> QPrinter | None:
    """This machine's default printer; None where there is none."""
    if sys.platform == "linux" and not CUPS_SOCKET.exists():
        return None
    info = QPrinterInfo.defaultPrinter()
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


def print_receipt(printer: QPrinter, paper: ReceiptPaper) -> bool:
    """Hand a page of A4 to the printer; whether it was taken."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter()
    if not painter.begin(printer):
        return False
    document = QTextDocument()
    document.documentLayout().setPaintDevice(printer)
    document.setPageSize(QSizeF(printer.pageLayout().paintRectPixels(printer.resolution()).size()))
    code = QImage.fromData(paper.qr_svg.encode()).scaled(QR_PX, QR_PX)
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl("qr"), code)
    document.setHtml(_page(paper))
    document.drawContents(painter)
    return painter.end()


def _page(paper: ReceiptPaper) -> str:
    code = f"<p align='center' style='font-size: 26pt'>{html.escape(paper.code)}</p>"
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in paper.lines)
    return (
        f"<h1 align='center'>{html.escape(paper.title)}</h1>{code if paper.code else ''}"
        f"<p align='center'><img src='qr' width='{_QR_CSS_PX}' height='{_QR_CSS_PX}'></p>{lines}"
    )
