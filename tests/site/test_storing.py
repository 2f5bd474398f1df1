"""Where files go is one setting; a wrong one is told without its secret."""

from pathlib import Path

import pytest

from timonel.site.storing import storage


def test_without_an_address_files_lie_in_the_installation():
    made = storage("", Path("/somewhere"))
    assert made["OPTIONS"]["location"] == "/somewhere/files"
    assert made["BACKEND"] == "timonel.site.content_folder.ContentFolder"


def test_an_address_names_bucket_folder_keys_and_endpoint():
    options = storage("s3://key:se%2Fcret@bucket/a/b?endpoint=http://127.0.0.1:9000&region=x", Path("/f"))["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "a/b")
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert (options["endpoint_url"], options["region_name"]) == ("http://127.0.0.1:9000", "x")


@pytest.mark.parametrize("address", ["ftp://secret@host", "s3://", "s3://secret:x@bucket?other=1"])
def test_another_address_is_refused_and_its_secret_is_not_told(address):
    with pytest.raises(ValueError, match="TIMONEL_FILES") as fault:
        storage(address, Path("/f"))
    assert "secret:x" not in str(fault.value)
