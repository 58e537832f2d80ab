"""How long a medium runs, read from its container: MP4/M4A, WebM/Matroska, MP3, Ogg.

Only headers are read, a few hundred kilobytes of a file of any size, through a function
``at(offset, size)`` that returns octets. Nothing is decoded and no program is started.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

At = Callable[[int, int], bytes]

_MAX_BOXES = 2000
_EBML, _SEGMENT, _INFO, _SCALE, _DURATION = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MP3_BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def container(start: bytes) -> str:
    """Return what the first octets of a file say it is: mp4, webm, mp3, ogg, or ""."""
    if start[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"):
        return "mp4"
    if start[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0):
        return "mp3"
    return "ogg" if start[:4] == b"OggS" else ""


def length_ms(at: At, size: int) -> int | None:
    """Return the duration in whole milliseconds of the medium of *size* octets, or None."""
    kind = container(at(0, 12))
    try:
        match kind:
            case "mp4":
                return _mp4(at, 0, size)
            case "webm":
                return _webm(at, size)
            case "mp3":
                return _mp3(at, size)
            case "ogg":
                return _ogg(at, size)
    except (struct.error, IndexError, ZeroDivisionError, ValueError, OverflowError):
        return None
    return None


def _mp4(at: At, start: int, end: int) -> int | None:
    """ISO/IEC 14496-12: the duration stands in moov/mvhd."""
    place = start
    for _ in range(_MAX_BOXES):
        if place + 8 > end:
            return None
        length, name = struct.unpack(">I4s", at(place, 8))
        header = 8
        if length == 1:
            length, header = struct.unpack(">Q", at(place + 8, 8))[0], 16
        elif length == 0:
            length = end - place
        if length < header:
            return None
        if name == b"moov":
            return _mp4(at, place + header, min(place + length, end))
        if name == b"mvhd":
            return _mvhd(at(place + header, 32))
        place += length
    return None


def _mvhd(body: bytes) -> int | None:
    if body[0] == 1:
        scale, duration = struct.unpack_from(">IQ", body, 20)
    else:
        scale, duration = struct.unpack_from(">II", body, 12)
    return duration * 1000 // scale if duration else None


def _webm(at: At, size: int) -> int | None:
    """Matroska: Segment/Info holds Duration (float) in units of TimestampScale nanoseconds."""
    window = at(0, min(size, 1 << 20))
    place = _ebml_end(window, 0)
    identifier, _, place = _ebml(window, place)
    if identifier != _SEGMENT:
        return None
    while place < len(window):
        identifier, length, body = _ebml(window, place)
        if identifier == _INFO:
            return _webm_info(window[body : body + length])
        place = body + length
    return None


def _webm_info(info: bytes) -> int | None:
    scale, duration, place = 1_000_000, None, 0
    while place < len(info):
        identifier, length, body = _ebml(info, place)
        value = info[body : body + length]
        if identifier == _SCALE:
            scale = int.from_bytes(value, "big")
        elif identifier == _DURATION:
            duration = struct.unpack(">d" if length == 8 else ">f", value)[0]
        place = body + length
    return None if duration is None else int(duration * scale / 1_000_000)


def _ebml(data: bytes, place: int) -> tuple[int, int, int]:
    """Return identifier, length of the body and place of the body of an EBML element."""
    width = 9 - data[place].bit_length()
    identifier = int.from_bytes(data[place : place + width], "big")
    place += width
    first = data[place]
    width = 9 - first.bit_length()
    if width > 8:
        raise ValueError("no EBML length")
    length = int.from_bytes(data[place : place + width], "big") & ((1 << 7 * width) - 1)
    return identifier, length, place + width


def _ebml_end(data: bytes, place: int) -> int:
    _, length, body = _ebml(data, place)
    return body + length


def _mp3(at: At, size: int) -> int | None:
    """MPEG audio: the Xing or VBRI frame counts frames; without it the first bit rate holds."""
    start = at(0, 10)
    place = 0
    if start[:3] == b"ID3":
        place = 10 + sum(
            (octet & 0x7F) << shift
            for octet, shift in zip(start[6:10], (21, 14, 7, 0), strict=True)
        )
    window = at(place, 4096)
    offset = next(
        index
        for index in range(len(window) - 3)
        if window[index] == 0xFF and window[index + 1] & 0xE6 == 0xE2
    )
    frame = window[offset:]
    version, rate_index = frame[1] >> 3 & 3, frame[2] >> 2 & 3
    rate = _MP3_RATES[version][rate_index]
    samples = 1152 if version == 3 else 576
    for mark, place_of_count in ((b"Xing", 8), (b"Info", 8), (b"VBRI", 14)):
        found = frame.find(mark, 0, 200)
        if found >= 0:
            frames = struct.unpack_from(">I", frame, found + place_of_count)[0]
            if frames:
                return int(frames * samples * 1000 // rate)
    bitrate = _MP3_BITRATES[3 if version == 3 else 2][frame[2] >> 4]
    return (size - place - offset) * 8 // bitrate if bitrate else None


def _ogg(at: At, size: int) -> int | None:
    """Ogg: the last page's granule position over the sample rate of Vorbis or Opus."""
    head = at(0, 128)
    if b"OpusHead" in head:
        rate = 48000
    elif b"\x01vorbis" in head:
        rate = struct.unpack_from("<I", head, head.find(b"\x01vorbis") + 12)[0]
    else:
        return None
    tail_size = min(size, 1 << 17)
    tail = at(size - tail_size, tail_size)
    place = tail.rfind(b"OggS")
    if place < 0:
        return None
    granule = struct.unpack_from("<q", tail, place + 6)[0]
    return granule * 1000 // rate if granule > 0 else None
