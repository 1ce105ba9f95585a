"""The readers of what HQ publishes, given bent bytes: each reads them, or refuses with a code."""

from pathlib import Path

from app.cli.down_readers import READERS
from app.domain.down import DownKind
from app.domain.language_pack import read_language_pack, write_language_pack
from app.sync.down_held import HeldOne, proven, published_of
from tests.down_rig import LEXICON, Publisher
from tests.fuzz.mutations import BLIND, bent_json
from tests.fuzz.targets import Target, blind

HONEST: dict[DownKind, str] = {
    "policy": "format = 1\n[interview]\nrequired = true\n[pc]\ndisplays = 2\n"
    '[analysis]\noff = ["face", "scores"]\n',
    "settings": "[pc]\ndisplays = 2\n[sync]\npoll_s = 30.0\n[screens]\nlanguage = 'zh'\n",
    "lexicon": LEXICON.format(word="就是说"),
    "revocations": 'format = 1\nkiosks = ["kiosk-0007"]\nsoftware = ["1.4.0"]\n',
    "models": '[models.a]\nwhat = "x"\nversion = "1"\nlicence = "MIT"\nused_by = "analysis"\n'
    'official = ""\npath = "a/b"\n[[models.a.files]]\nfile = "a/b"\nbytes = 3\nsha256 = "00"\n',
    "language": '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    '<TS version="2.1" language="zh_CN">\n<context><name>Words</name>\n'
    + "<message><source>A %1 &amp; b</source><translation>甲 %1 乙</translation></message>\n" * 8
    + "</context></TS>\n",
}


def reader(kind: DownKind) -> Target:
    """One kind's own reader: unsigned, so that nothing bent is taken for genuine by it."""

    def accepts(bent: bytes) -> bool:
        READERS[kind](bent)
        return False

    honest = HONEST[kind].encode()
    READERS[kind](honest)
    return Target(f"{kind}, published (read or refused)", honest, accepts, BLIND)


def language_pack() -> Target:
    """The archive that a pack of further languages is."""
    resources = Path(__file__).resolve().parents[2] / "resources"
    honest = write_language_pack(
        {
            "ar/words.ts": HONEST["language"].replace("zh_CN", "ar").encode(),
            "ar/consent.toml": (resources / "consent" / "en.toml").read_bytes(),
        },
    )

    def accepts(bent: bytes) -> bool:
        read_language_pack(bent, "bent")
        return False

    return Target("language pack, published (read or refused)", honest, accepts, BLIND)


def signed_list(folder: Path) -> Target:
    """The list that names a publication: nothing but what was signed counts."""
    hq = Publisher.made(folder / "publisher")
    hq.lexicon("first")
    listed = hq.trust.targets()
    honest, root = listed.to_bytes(), hq.trust.root().signed
    target = listed.signed.targets["lexicon/all"]
    one = HeldOne(published_of(target), "")  # type: ignore[arg-type]

    def accepts(bent: bytes) -> bool:
        found = proven(root, bent, one)
        return (found.length, found.hashes) != (target.length, target.hashes)

    assert not accepts(honest)
    return Target("signed list of publications", honest, accepts, (blind, bent_json))


def down(folder: Path) -> tuple[Target, ...]:
    """All of them."""
    return (*(reader(kind) for kind in HONEST), language_pack(), signed_list(folder))
