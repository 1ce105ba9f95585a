"""`booth bench [NAME]`: the benchmarks, each against a peer or a limit in the same run."""

import argparse
import contextlib
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from app.bench.card_copies import flagged
from app.bench.card_peer import PEER, RapidTexts
from app.bench.cards import SEED, pictures, read_all, results
from app.bench.encode import against_ffmpeg
from app.bench.errors import BenchPairsError
from app.bench.face_lists import pictures_of_pairs, pictures_of_people, read_pairs
from app.bench.face_looks import look_at_all
from app.bench.face_record import measured_rates
from app.bench.faces import face_rates
from app.bench.faults import NAMES, Wanted, laboratory, rows
from app.bench.imports import FULL, SESSIONS, imports
from app.bench.liveness import bench_liveness
from app.bench.load import FULL_HD, HD, load
from app.bench.monitor import monitor
from app.bench.network import FAULTS, network
from app.bench.network_patch import patch_lies
from app.bench.network_server import server_faults
from app.bench.network_tls import impostors
from app.bench.receiver import receiver
from app.bench.sealing import sealing
from app.bench.soak import soak
from app.bench.table import HEAD
from app.cli.command import Command, Context, Outcome
from app.domain.errors import FileMissingError
from app.identity.face_rates import rates_as_json
from app.identity.idcard import CardReader
from app.identity.loading import (
    load_card_reader,
    load_devices,
    load_embedder,
    load_match_engine,
    load_still_faces,
)
from app.identity.portrait import crop_portrait
from app.perception.catalogue import ModelCatalogue
from app.perception.images import load_image

BENCHES = (
    "network",
    "sealing",
    "receiver",
    "import",
    "recorder",
    "encoder",
    "load",
    "soak",
    "idcard",
    "faces",
    "liveness",
    "monitor",
)
PHOTOS = 12
"""Photographs that `liveness` makes attacks of, unless `--runs` says another number."""
NETWORK_RUNS = 100
"""Of the full network laboratory. Source: issue."""
SERVER_RUNS = 10
"""Times that each fault of HQ's server, each lie about a `PATCH` and each impostor is tried in it.
Our own choice: a fault of the server takes ten seconds."""
COPIED = 12
"""Of so many people one is copied in every way; with fewer nobody is."""

PAIRS = ((FULL_HD, FULL_HD), (FULL_HD, HD), (HD, HD))
"""Sizes of the two cameras of `load`."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=BENCHES, default="recorder", help="which one")
    parser.add_argument(
        "--only", action="append", default=[], metavar="FAULT", help=f"one of {', '.join(NAMES)}"
    )
    parser.add_argument("--runs", type=int, default=0, help="times that each fault is tried")
    parser.add_argument(
        "--seconds", type=int, default=16, help="encoder: of video in a round; load: measured"
    )
    parser.add_argument(
        "--own-jpeg", action="store_true", help="load: write the cameras' Motion JPEG as it comes"
    )
    parser.add_argument("--pairs", type=Path, metavar="CSV", help="faces: pairs of pictures")
    parser.add_argument(
        "--list", type=Path, metavar="CSV", help="faces: pictures and films of people, in --media"
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="faces: where the rates are written, as JSON"
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="soak: how long")
    parser.add_argument(
        "--media",
        type=Path,
        metavar="DIR",
        help="faces, liveness, monitor: folder of real recordings",
    )
    parser.add_argument(
        "--gib", type=float, default=1.0, help="sealing: how much is sealed in each round"
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        default="",
        help="import: an empty PostgreSQL database, instead of a server of its own",
    )
    parser.add_argument("--full", action="store_true", help="the full table (an hour), no sample")
    parser.add_argument("--people", type=int, default=60, help="idcard: made-up people")
    parser.add_argument("--seed", type=int, default=SEED, help="idcard: other made-up people")
    parser.add_argument(
        "--peer", type=Path, metavar="FOLDER", help=f"idcard: a folder with {PEER} to compare with"
    )


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _network(arguments: argparse.Namespace, context: Context) -> Outcome:
    runs = arguments.runs or (NETWORK_RUNS if arguments.full else len(FAULTS))
    found = network(context.clock, runs, _tell)
    each = SERVER_RUNS if arguments.full else 1
    found += patch_lies(context.clock, each, _tell)
    found += impostors(context.clock, each, _tell)
    found += server_faults(context.clock, context.program, each, _tell)
    return _outcome([row.as_json() for row in found])


def _recorder(arguments: argparse.Namespace, context: Context) -> Outcome:
    wanted = Wanted(
        tuple(arguments.only),
        arguments.runs,
        arguments.full,
        context.models,
        context.resources,
    )
    with laboratory(context.program, context.clock) as lab:
        table = rows(lab, wanted, _tell)
    results = [row.as_json() for row in table]
    worst = next((row for row in results if not row["holds"]), results[0] if results else {})
    text = "\n".join([HEAD, *(row.as_line() for row in table)])
    return Outcome({**worst, "holds": all(row.holds for row in table), "results": results}, text)


def _encoder(arguments: argparse.Namespace, context: Context) -> Outcome:
    ratios = against_ffmpeg(context.program, arguments.seconds, _tell)
    results = [ratio.as_json() for ratio in ratios]
    return _outcome(results)


def _soak(arguments: argparse.Namespace, context: Context) -> Outcome:
    with laboratory(context.program, context.clock, (1280, 720)) as lab:
        soaked = soak(lab, arguments.minutes, _tell)
    return _outcome(soaked.as_json(), {"soak": asdict(soaked)})


def _load(arguments: argparse.Namespace, context: Context) -> Outcome:
    results: list[dict[str, object]] = []
    portrait = ModelCatalogue(context.models, context.resources).path("portrait")
    for candidate, room in PAIRS[:1] if arguments.own_jpeg else PAIRS:
        with laboratory(context.program, context.clock, candidate, portrait) as lab:
            folders = (context.models, context.resources)
            found = load(lab, room, folders, arguments.seconds, own_jpeg=arguments.own_jpeg)
        _tell(f"load {candidate[1]}p30 and {room[1]}p30: {found.cores}, {found.seen_s} seen a s")
        results += found.as_json()
    return _outcome(results)


def _faces(arguments: argparse.Namespace, context: Context) -> Outcome:
    if arguments.pairs is None and arguments.list is None:
        raise BenchPairsError("Neither --pairs nor --list was given")
    only = None
    if arguments.pairs is not None:
        only, who = read_pairs(arguments.pairs)
        pictures = pictures_of_pairs(arguments.pairs.parent, who)
    else:
        pictures = pictures_of_people(arguments.list, _media(arguments))
    catalogue = ModelCatalogue(context.models, context.resources)
    engines = (load_match_engine(catalogue), load_embedder(catalogue))
    with contextlib.closing(load_still_faces(catalogue)) as faces:
        looks = look_at_all(pictures, faces, engines, _tell)
    rows = face_rates(looks, only)
    if arguments.write is not None:
        arguments.write.write_bytes(
            rates_as_json(measured_rates(looks, context.clock.now().date()))
        )
    return _outcome(rows)


def _idcard(arguments: argparse.Namespace, context: Context) -> Outcome:
    catalogue = ModelCatalogue(context.models, context.resources)
    with (
        contextlib.closing(load_still_faces(catalogue)) as faces,
        contextlib.closing(load_devices(catalogue)) as devices,
    ):
        photo = load_image(catalogue.path("portrait"))
        found = faces.find(photo)
        portrait = crop_portrait(photo, found[0]) if found else photo
        shown = pictures(arguments.people, portrait, full=arguments.full, seed=arguments.seed)
        readers = [load_card_reader(catalogue, faces, devices)]
        if arguments.peer:
            readers.append(CardReader(RapidTexts(arguments.peer), faces))
        ours, *peers = read_all(readers, shown, _tell)
    rows = results(ours, peers[0] if peers else None, PEER if peers else "")
    copied = arguments.people // COPIED
    copies = flagged(copied, portrait, arguments.seed) if copied else []
    return _outcome([*rows, *(kind.as_json() for kind in copies)])


def _liveness(arguments: argparse.Namespace, context: Context) -> Outcome:
    catalogue = ModelCatalogue(context.models, context.resources)
    photos = arguments.runs or PHOTOS
    return _outcome(bench_liveness(_media(arguments), catalogue, _tell, photos=photos))


def _monitor(arguments: argparse.Namespace, context: Context) -> Outcome:
    catalogue = ModelCatalogue(context.models, context.resources)
    return _outcome(monitor(_media(arguments), catalogue, _tell, full=arguments.full))


def _sealing(arguments: argparse.Namespace, context: Context) -> Outcome:
    return _outcome(sealing(_disk(context), arguments.gib, _tell))


def _receiver(arguments: argparse.Namespace, context: Context) -> Outcome:
    del arguments
    return _outcome(receiver(context.clock, context.program, _disk(context), _tell))


def _import(arguments: argparse.Namespace, context: Context) -> Outcome:
    steps = FULL if arguments.full else SESSIONS
    found = imports(context.clock, steps, _disk(context), _tell, arguments.database)
    return _outcome(found)


def _disk(context: Context) -> Path:
    return context.data if context.data.is_dir() else Path(tempfile.gettempdir())


def _media(arguments: argparse.Namespace) -> Path:
    if arguments.media is None:
        raise FileMissingError("--media names no folder of real recordings")
    folder: Path = arguments.media
    return folder


def _outcome(results: list[dict[str, object]], further: dict[str, object] | None = None) -> Outcome:
    worst = next((row for row in results if row["holds"] is False), results[0])
    text = "\n".join(
        f"{row['name']}: {row['ours']} {row['unit']}"
        + (f" against {row['peer']}, ratio {row['ratio']}" if row["peer"] is not None else "")
        + _kept(row)
        for row in results
    )
    return Outcome({**worst, **(further or {}), "results": results}, text)


def _kept(row: dict[str, object]) -> str:
    if row["limit"] is None:
        return " (no limit)"
    return f" (limit {row['limit']}{', NOT kept' if row['holds'] is False else ''})"


def _run(arguments: argparse.Namespace, context: Context) -> Outcome:
    ways = {
        "network": _network,
        "sealing": _sealing,
        "receiver": _receiver,
        "import": _import,
        "recorder": _recorder,
        "encoder": _encoder,
        "load": _load,
        "soak": _soak,
        "liveness": _liveness,
        "monitor": _monitor,
        "idcard": _idcard,
        "faces": _faces,
    }
    return ways[arguments.name](arguments, context)


COMMAND = Command(_add_arguments, _run)
