"""What the candidate's window is shown in: every screen in realistic states, in both languages."""

from dataclasses import replace

import segno

from app.domain.analysis import Language
from app.domain.consent import ConsentText
from app.domain.identity import Problem
from app.domain.ids import Digest
from app.domain.messages import screen as m
from app.domain.observation import Alert
from app.domain.record import FaultCredit
from app.domain.screen_language import ScreenLanguage
from app.domain.screen_light import LightPlan
from app.domain.timing import MonotonicNs

WARM, COOL = LightPlan(MonotonicNs(0), (1,)), LightPlan(MonotonicNs(0), (-1,))

BRANCH = {
    "zh": "示范银行股份有限公司上海浦东新区陆家嘴环路支行营业部",
    "en": "Specimen Bank, Shanghai Pudong Lujiazui Ring Road Branch, Banking Hall",
}
NAME = {"zh": "阿卜杜热西提·买买提艾力·图尔荪", "en": "Abdurashid Mamat-Ali Tursun-Kyzy"}
POSITION = {"zh": "综合柜员（对公业务方向）", "en": "Teller, corporate business"}
QUESTION = {
    "zh": "请讲述一次您帮助情绪激动的客户解决问题的经历。当时的情况是怎样的，您做了什么，结果如何？"
    "如果再来一次，您会有哪些不同的做法？",
    "en": "Tell us about a time when you helped a customer who was upset. What was the situation, "
    "what did you do, and how did it end? What would you do differently if it happened again?",
}
TRANSLATION = (
    "حدّثنا عن موقف ساعدت فيه زبونًا منزعجًا على حل مشكلته. كيف كان الموقف، وماذا فعلت، وكيف انتهى؟ "
    "وما الذي كنت ستفعله بطريقة أخرى لو تكرر؟"
)
CONSENT: dict[Language, tuple[tuple[str, str, str, bool], ...]] = {
    "zh": (
        (
            "recording",
            "录音录像",
            "面试过程将录制声音和画面，在本机加密后传送总行，仅供授权人员评审。",
            True,
        ),
        (
            "face",
            "人脸识别",
            "将您的面部与身份证照片比对，核验后即删除面部特征。不同意时由工作人员核验。",
            False,
        ),
        (
            "analysis",
            "自动分析",
            "在本机对作答内容进行语音识别和关键词分析，供评审人员参考，不作出决定。",
            False,
        ),
        ("retention", "保存期限", "面试材料保存十二个月，期满删除。您可以随时要求删除。", True),
    ),
    "en": (
        (
            "recording",
            "Sound and picture recording",
            (
                "The interview is recorded, encrypted on this machine, sent to headquarters and "
                "seen by authorised people only."
            ),
            True,
        ),
        (
            "face",
            "Face recognition",
            (
                "Your face is compared with the portrait on your ID card; the measurements are "
                "deleted afterwards. Without it a member of staff compares."
            ),
            False,
        ),
        (
            "analysis",
            "Automatic analysis",
            (
                "Speech recognition and keyword analysis run on this machine and help the "
                "reviewers. They decide nothing."
            ),
            False,
        ),
        (
            "retention",
            "Retention",
            (
                "The material is kept for twelve months and then deleted. You may ask for earlier "
                "deletion at any time."
            ),
            True,
        ),
    ),
}
ADDRESS = "新疆维吾尔自治区伊犁哈萨克自治州伊宁市解放西路一百二十八号院三号楼二单元五〇二室"
FRONT = (
    ("name", "阿卜杜热西提·买买提艾力"), ("sex", "男"), ("ethnicity", "维吾尔"),
    ("birth", "1998-07-21"), ("address", ADDRESS),
    ("number", "654002199807210017"),
)  # fmt: skip
PASSPORT = (
    ("name", "ERIKSSON ANNA MARIA"), ("number", "L898902C3"), ("birth", "1974-08-12"),
    ("sex", "F"), ("nationality", "UTO"), ("valid_to", "2031-04-15"),
)  # fmt: skip
BACK = (("authority", "伊宁市公安局"), ("valid_from", "2016-09-01"), ("valid_to", "long-term"))
FAULTS = (FaultCredit(301.2, 14.0, "camera_lost"), FaultCredit(655.0, 154.3, "restart"))
ALERTS = (
    Alert("looking_away", 95.0, 101.5, 0.8),
    Alert("second_person", 214.0, 219.0, 0.9, "room", "保洁员经过走廊，已请其离开。"),
    Alert("phone", 301.0, None, 0.6),
)
DIGEST = Digest("9f2b6c41d07e5a83" * 4)


def _show(
    language: ScreenLanguage,
    screen: m.CandidateScreen,
    *,
    recording: bool = False,
    help_: bool = False,
) -> m.ShowCandidate:
    known = ("zh", "en") if language in {"zh", "en"} else ("zh", "en", language)
    offered = () if screen.kind == "welcome" else known
    return m.ShowCandidate(
        screen, language, recording=recording, help_asked=help_, languages=offered
    )


def _question(language: Language, **changes: object) -> m.QuestionScreen:
    screen = m.QuestionScreen(
        practice=False, number=2, total=3, text=QUESTION[language], phase="answering",
        remaining_s=74.0, phase_s=120.0, may_finish=True, resumed=False, credit_s=0.0,
    )  # fmt: skip
    return replace(screen, **changes)  # type: ignore[arg-type]


def _checks(*states: tuple[str, str, str]) -> tuple[m.CheckLine, ...]:
    return tuple(m.CheckLine(key, state, code) for key, state, code in states)  # type: ignore[arg-type]


READY = _checks(
    ("camera", "ok", ""), ("microphone", "ok", ""), ("light", "warning", "too_dark"),
    ("alone", "ok", ""), ("disk", "ok", ""), ("network", "warning", "offline"),
)  # fmt: skip
TROUBLE = _checks(
    ("camera", "ok", ""), ("microphone", "failed", "microphone_lost"), ("light", "checking", ""),
    ("alone", "checking", "no_face"), ("disk", "failed", "disk_full"), ("network", "ok", ""),
)  # fmt: skip


def candidate_states(
    language: Language, screens_in: ScreenLanguage = "", consent: ConsentText | None = None
) -> dict[str, m.ShowCandidate]:
    """File name -> what is shown.

    Args:
        language: of the interview.
        screens_in: the screens', where it is another, with its consent form.
    """
    items = consent.lines if consent else tuple(m.ConsentLine(*item) for item in CONSENT[language])
    problems = (
        Problem("CARD-OTHER-NAME", ""), Problem("CARD-FIELD-UNREAD", ""),
        Problem("SOMETHING-NEW", ""),
    )  # fmt: skip
    screens: dict[str, m.CandidateScreen] = {
        "01_welcome": m.WelcomeScreen(BRANCH[language]),
        "02_language": m.LanguageScreen(
            ("zh", "en", screens_in) if screens_in else ("zh", "en"), ("zh", "en"), language
        ),
        "03_check_in": m.CheckInScreen(None),
        "03_check_in_problem": m.CheckInScreen(Problem("INVITATION-OTHER", "")),
        "03_phone_code": _phone_code(),
        "03_phone_code_wrong": _phone_code(
            tries_left=3, problem=Problem("PHONE-CODE-WRONG", ""), may_ask=True
        ),
        "03_phone_code_sent": _phone_code(sent=True),
        "03_phone_code_waiting": _phone_code(
            tries_left=0,
            problem=Problem("PHONE-CODE-TRIES", ""),
            waiting_for_operator=True,
            may_ask=True,
        ),
        "04_consent": m.ConsentScreen(NAME[language], POSITION[language], items),
        "05_card_front": m.CardScreen("front", "glare", (), (), waiting_for_operator=False),
        "05_card_front_still": m.CardScreen(
            "front", "hold_still", (), (), waiting_for_operator=False
        ),
        "05_card_front_read": m.CardScreen("front", "", FRONT, (), waiting_for_operator=False),
        "05_card_front_waiting": m.CardScreen(
            "front", "", FRONT, problems, waiting_for_operator=True
        ),
        "05_card_front_unread": m.CardScreen(
            "front", "no_card", (), problems[1:2], waiting_for_operator=True
        ),
        "05_card_choice": m.CardScreen(
            "front", "no_card", (), (), waiting_for_operator=False, may_choose=True
        ),
        "05_document_passport": m.CardScreen(
            "front", "no_card", (), (), waiting_for_operator=False, document="passport",
            may_choose=True,
        ),
        "05_document_passport_unread": m.CardScreen(
            "front", "no_card", (), (Problem("CARD-NOT-FOUND", ""),), waiting_for_operator=True,
            document="passport",
        ),
        "05_document_passport_read": m.CardScreen(
            "front", "", PASSPORT, (), waiting_for_operator=False, document="passport"
        ),
        "05_document_permit": m.CardScreen(
            "front", "too_far", (), (), waiting_for_operator=False, document="hk_macao_permit",
            may_choose=True,
        ),
        "06_card_back": m.CardScreen("back", "wrong_side", (), (), waiting_for_operator=False),
        "06_card_back_read": m.CardScreen("back", "", BACK, (), waiting_for_operator=False),
        "07_face": m.FaceScreen("looking", 2, waiting_for_operator=False),
        "07_face_matched": m.FaceScreen("matched", 2, waiting_for_operator=False),
        "07_face_again": m.FaceScreen("not_matched", 1, waiting_for_operator=False),
        "07_face_waiting": m.FaceScreen("not_matched", 0, waiting_for_operator=True),
        "07_face_person": m.FaceScreen("looking", 3, waiting_for_operator=True, person=1),
        "07_face_person_second": m.FaceScreen("looking", 3, waiting_for_operator=True, person=2),
        "08_liveness": m.LivenessScreen(
            "turn_right", 1, 4, "asking", waiting_for_operator=False, may_excuse=True
        ),
        "08_liveness_digits": m.LivenessScreen(
            "say_digits", 1, 4, "asking", waiting_for_operator=False, may_excuse=True, digits="407"
        ),
        "08_liveness_light": m.LivenessScreen(
            "nod", 1, 4, "asking", waiting_for_operator=False, may_excuse=True, light=WARM
        ),
        "08_liveness_light_digits": m.LivenessScreen(
            "say_digits", 1, 4, "asking", waiting_for_operator=False, may_excuse=True,
            digits="407", light=COOL,
        ),
        "08_liveness_begin": m.LivenessScreen(None, 0, 4, "asking", waiting_for_operator=False),
        "08_liveness_pause": m.LivenessScreen(None, 2, 4, "asking", waiting_for_operator=False),
        "08_liveness_others": m.LivenessScreen(
            None, 1, 4, "not_passed", waiting_for_operator=False, others=True
        ),
        "08_liveness_passed": m.LivenessScreen(None, 4, 4, "passed", waiting_for_operator=False),
        "08_liveness_again": m.LivenessScreen(None, 1, 4, "not_passed", waiting_for_operator=False),
        "08_liveness_waiting": m.LivenessScreen(
            None, 1, 4, "not_passed", waiting_for_operator=True
        ),
        "09_room_ready": m.RoomScreen(READY, -21.0, ready=True),
        "09_room_trouble": m.RoomScreen(TROUBLE, -60.0, ready=False),
        "10_briefing_practice": m.BriefingScreen("practice", 3),
        "10_briefing_interview": m.BriefingScreen("interview", 3),
        "11_question_practice": _question(
            language, practice=True, number=0, total=0, phase="preparing", remaining_s=17.4,
            phase_s=20.0,
        ),
        "11_question_preparing": _question(
            language, phase="preparing", remaining_s=30.0, phase_s=30.0
        ),
        "11_question_answering": _question(language),
        "11_question_ending": _question(language, remaining_s=8.2, number=3),
        "11_question_early": _question(language, remaining_s=119.0, may_finish=False),
        "11_question_resumed": _question(language, resumed=True, credit_s=14.0),
        "12_saved": m.SavedScreen(practice=False, number=1, total=3, next_in_s=12.0),
        "12_saved_practice": m.SavedScreen(practice=True, number=0, total=0, next_in_s=12.0),
        "13_reply": m.ReplyScreen(ALERTS),
        "13_reply_faults": m.ReplyScreen((), FAULTS),
        "13_reply_nothing": m.ReplyScreen(()),
        "14_sealing_analysing": m.SealingScreen("analysing", 1, 3),
        "14_sealing_sending": m.SealingScreen("sending", 3, 3),
        "15_receipt": m.ReceiptScreen("K7QX-93FT", at_hq=True, digest=DIGEST, qr_svg=qr()),
        "15_receipt_waiting": m.ReceiptScreen("", at_hq=False, digest=DIGEST, qr_svg=""),
        "16_paused_operator": m.PausedScreen("operator", 0.0),
        "16_paused_camera": m.PausedScreen("camera_lost", 42.0),
        "18_again_passport": m.CardScreen(
            "front", "no_card", (), (), waiting_for_operator=False, again=True,
            document="passport",
        ),
        "18_again_card": m.CardScreen(
            "front", "too_far", (), (), waiting_for_operator=False, again=True
        ),
        "18_again_face": m.FaceScreen("looking", 3, waiting_for_operator=False, again=True),
        "18_again_staff": m.FaceScreen("looking", 3, waiting_for_operator=True, again=True),
        "18_welcome_back": m.WelcomeBackScreen("restart", 154.0, 1, 37.0, 2, 3, opening=False),
        "18_welcome_back_practice": m.WelcomeBackScreen(
            "suspended", 754.0, 0, 0.0, 0, 0, opening=True
        ),
        "18_welcome_back_moved": m.WelcomeBackScreen("moved", 905.0, 1, 37.0, 2, 3, opening=False),
        "18_welcome_back_end": m.WelcomeBackScreen("stood_still", 9.0, 3, 0.0, 0, 3, opening=False),
        "17_closed_declined": m.ClosedScreen("declined"),
        "17_closed_withdrawn": m.ClosedScreen("withdrawn"),
        "17_closed_refused": m.ClosedScreen("refused"),
    }  # fmt: skip
    if screens_in:
        screens["11_question_translated"] = _question(
            language, translation=TRANSLATION, resumed=True, credit_s=14.0
        )
    recorded = ("11", "12", "13", "16")
    called = ("03_check_in_problem", "07_face_again", "09_room_trouble", "11_question_resumed")
    return {
        name: _show(
            screens_in or language,
            screen,
            recording=name.startswith(recorded),
            help_=name.startswith(called),
        )
        for name, screen in screens.items()
    }


def _phone_code(**changes: object) -> m.PhoneCodeScreen:
    plain = m.PhoneCodeScreen(
        phone_end="1234", digits=6, tries_left=5, problem=None, sending=False, may_ask=False,
        sent=False, waiting_for_operator=False,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def qr() -> str:
    """A receipt's QR code as SVG text."""
    text = f"BOOTH-RECEIPT:1:20260304-050607-0123456789:{DIGEST}:{DIGEST[:16]}:{'x' * 86}"
    code: str = segno.make(text, error="l", boost_error=False).svg_inline(scale=4)
    return code.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
