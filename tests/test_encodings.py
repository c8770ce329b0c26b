"""A page is packed for those who can unpack it, and for nobody else."""

import gzip

import pytest

from stories.encodings import takes_gzip

PACKED = [
    "gzip", "GZIP", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip;q=0.001",
    "deflate , gzip ; q=0.5", "*", "identity;q=0.5, *;q=0.1", "gzip;q=1", "gzip;level=9",
]  # fmt: skip
PLAIN = [
    "", "identity", "br", "gzip;q=0", "gzip;q=0.0", "gzip; q=0.000, br", "*;q=0", "gzip;q=0, *",
    "gzipped", "x;gzip", "gzip;q=", "gzip;q=much", "gzip;q=-1", "deflate;q=0.5", "gzip;q=nan",
]  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize("accepted", PACKED)
def test_who_names_it_gets_it(accepted):
    assert takes_gzip(accepted)


@pytest.mark.pure
@pytest.mark.parametrize("accepted", PLAIN)
def test_who_does_not_gets_it_plain(accepted):
    assert not takes_gzip(accepted)


@pytest.mark.django_db
def test_a_kept_page_is_plain_for_who_refuses_gzip(client):
    plain = client.get("/", headers={"Accept-Encoding": "gzip;q=0"})
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
