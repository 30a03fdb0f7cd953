"""Fixtures: `start` starts servers, `amq` is one that pushes diagnostics, in each encoding."""

import contextlib

import pytest
import pytest_asyncio
from session import capabilities, server


def pytest_collection_modifyitems(items):
    """What looks back on all tests comes behind them."""
    items.sort(key=lambda it: it.path.name == "test_whole.py")


@pytest_asyncio.fixture
async def start(tmp_path):
    """Starts a server for a client of some capabilities; all are ended, and their messages checked."""
    async with contextlib.AsyncExitStack() as stack:

        async def begin(files=None, folders=None, options=None, name="workspace", **can):
            session = await stack.enter_async_context(server(tmp_path / name, files))
            folders = [tmp_path / it for it in folders] if folders is not None else None
            await session.initialize(capabilities(**can), folders, options)
            return session

        yield begin


@pytest.fixture(params=["utf-8", "utf-16", "utf-32"])
def encoding(request):
    return request.param
