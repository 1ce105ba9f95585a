"""The receipt on paper: a real QPrinter, which writes PDF here, and its code read from the page."""

import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from tests.gui.stage import Stage, StageMaker
from tests.gui.states import candidate_states
from ui.errors import GestureRefusedError
from ui.gestures import click, find


def pdf_printer(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def shown(make_stage: StageMaker, monkeypatch: pytest.MonkeyPatch, printer: QPrinter) -> Stage:
    stage = make_stage(language="zh")
    monkeypatch.setattr(stage.screens.candidate.receipt, "_printers", lambda: printer)
    stage.show(candidate_states("zh")["15_receipt"])
    return stage


def test_the_printed_page_carries_the_receipt(
    make_stage: StageMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "receipt.pdf"
    stage = shown(make_stage, monkeypatch, pdf_printer(file))
    stage.picture("candidate")
    click(stage.window("candidate"), "printReceipt")
    assert stage.screens.candidate.receipt.printing == "taken"
    with pypdfium2.PdfDocument(file) as document:
        text = document[0].get_textpage().get_text_bounded()
        pages = len(document)
        picture = document[0].render(scale=3).to_numpy()
    assert pages == 1
    assert "回执" in unicodedata.normalize("NFKC", text)
    codes = zxingcpp.read_barcodes(picture)
    assert [code.text.split(":")[:2] for code in codes] == [["BOOTH-RECEIPT", "1"]]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_what_the_printer_did_not_take_is_said(
    make_stage: StageMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage = shown(make_stage, monkeypatch, pdf_printer(tmp_path / "none" / "receipt.pdf"))
    stage.screens.candidate.receipt.printOut()
    assert stage.screens.candidate.receipt.printing == "failed"


def test_without_a_printer_there_is_no_button(
    qapp: QGuiApplication, make_stage: StageMaker
) -> None:
    stage = make_stage()
    stage.show(candidate_states("zh")["15_receipt"])
    with pytest.raises(GestureRefusedError):
        find(stage.window("candidate"), "printReceipt")
