"""Several files, several folders, files that change on disk, settings."""

import pytest
from lsprotocol import types

NAMES = 'let $dutch = where country is "NL"\n'
USER = 'use "names.amq"\n\nusers where $dutch\n'


async def test_rename_across_files(start, encoding):
    files = {"names.amq": f"# é🎉\n{NAMES}", "closed.amq": 'use "names.amq"\n\nusers where city is "🎉" and $dutch\n', "open.amq": USER, "other.amq": NAMES}
    session = await start(files, encodings=[encoding])
    await session.indexed("dutch")
    doc = session.open("open.amq")
    edit = await session.ask("textDocument/rename", **doc.of("$dutch"), newName="nl")
    assert set(edit.changes) == {session.uri(it) for it in ["names.amq", "closed.amq", "open.amq"]}
    for uri, edits in edit.changes.items():
        name = uri.rsplit("/", 1)[1]
        there = doc if name == "open.amq" else type(doc)(session, uri, files[name])
        assert there.applied(edits) == files[name].replace("$dutch", "$nl")
    found = await session.ask("textDocument/references", **doc.of("$dutch"), context={"includeDeclaration": True})
    assert len(found) == 3
    home = await session.ask("textDocument/definition", **doc.of("$dutch"))
    assert home.uri == session.uri("names.amq") and home.range.start.line == 1
    link = await session.ask("textDocument/definition", **doc.of("names.amq"))
    assert link.uri == session.uri("names.amq")


async def test_rename_is_refused_where_another_file_has_the_name(start):
    session = await start({"names.amq": NAMES, "open.amq": USER, "closed.amq": USER + "let $nl = last 7d\n"})
    await session.indexed("nl")
    doc = session.open("open.amq")
    with pytest.raises(Exception, match="nl"):
        await session.ask("textDocument/rename", **doc.of("$dutch"), newName="nl")


async def test_an_edit_is_seen_by_the_files_that_use_it(start):
    session = await start({"names.amq": NAMES, "open.amq": USER})
    names, user = session.open("names.amq"), session.open("open.amq")
    assert await user.published() == []
    names.change("$dutch", "$nl")
    said = await session.published(user.uri, where=bool)
    assert "AMQ206" in [it.code for it in said]


async def test_workspace_symbols(start, encoding):
    files = {"a.amq": "# é\nsign_ups: users new\n", "sub/b.amq": '"購 🎉": users\nlet $été = last 7d\n'}
    session = await start(files, encodings=[encoding])
    await session.indexed("sign_ups")
    found = {it.name: it for it in await session.ask("workspace/symbol", query="")}
    assert found["sign_ups"].location.uri == session.uri("a.amq")
    b = type(session.open("untitled:x", ""))(session, session.uri("sub/b.amq"), files["sub/b.amq"])
    assert b.slice(found["$été"].location.range) == "$été"
    assert [it.name for it in await session.ask("workspace/symbol", query="sgn")] == ["sign_ups"]
    assert not await session.ask("workspace/symbol", query="zzz")


async def test_several_folders(start, tmp_path):
    for name, region, label in [("one", "us", "in_one"), ("two", "eu", "in_two")]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "amq.toml").write_text(f'region = "{region}"\n')
        (tmp_path / name / "a.amq").write_text(f"{label}: users nwe\n")
    session = await start(folders=["one", "two"], pulls=True)
    assert session.capabilities.workspace.workspace_folders.supported
    await session.indexed("in_one")
    await session.indexed("in_two")
    report = await session.ask("workspace/diagnostic", previousResultIds=[])
    said = {it.uri for it in report.items if it.items}
    assert said == {(tmp_path / it / "a.amq").as_uri() for it in ["one", "two"]}
    # Each has its own settings.
    for name, host in [("one", "https://amplitude.com/"), ("two", "https://analytics.eu.amplitude.com/")]:
        session.folder = tmp_path / name
        doc = session.open("a.amq", "users new\n")
        assert (await session.run("amq.compile", uri=doc.uri))[0].startswith(host)
        doc.close()
    # One goes, one comes.
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "a.amq").write_text("in_three: users\n")
    event = {name: [{"uri": (tmp_path / it).as_uri(), "name": it}] for name, it in [("removed", "one"), ("added", "three")]}
    session.tell("workspace/didChangeWorkspaceFolders", event=event)
    await session.indexed("in_three")
    names = {it.name for it in await session.ask("workspace/symbol", query="in")}
    assert names == {"in_two", "in_three"}


async def test_no_folder(start):
    session = await start(folders=[])
    doc = session.open("untitled:a", "users nwe\n")
    assert len(await doc.published()) == 1
    assert not (await session.ask("workspace/diagnostic", previousResultIds=[])).items
    assert await session.ask("workspace/symbol", query="") is not None


async def test_files_that_change_on_disk(start):
    session = await start({"names.amq": NAMES, "a.amq": USER})
    await session.until(lambda: session.registered, "a registration")
    [watch] = session.registered
    assert watch.method == "workspace/didChangeWatchedFiles"
    globs = [it["globPattern"] if isinstance(it, dict) else it.globPattern for it in (watch.register_options["watchers"] if isinstance(watch.register_options, dict) else watch.register_options.watchers)]
    assert {"**/*.amq", "**/amq.toml", "**/taxonomy.toml"} == set(globs)
    doc = session.open("a.amq")
    assert await doc.published() == []
    session.write("names.amq", NAMES.replace("dutch", "nl"))
    session.changed("names.amq")
    assert "AMQ206" in [it.code for it in await session.published(doc.uri, where=bool)]
    session.heard.clear()
    session.path("names.amq").unlink()
    session.changed("names.amq", kind=types.FileChangeType.Deleted)
    said = await session.published(doc.uri, where=lambda it: any("names.amq" in d.message for d in it))
    assert [doc.slice(it.range) for it in said][0].strip('"') == "names.amq"
    session.heard.clear()
    session.write("names.amq", NAMES)
    session.changed("names.amq", kind=types.FileChangeType.Created)
    assert await session.published(doc.uri, where=lambda it: not it) == []
    session.write("new.amq", "brand_new: users\n")
    session.changed("new.amq", kind=types.FileChangeType.Created)
    await session.indexed("brand_new")


async def test_settings_that_change(start):
    session = await start({"amq.toml": ""})
    doc = session.open("a.amq", "users by platform last 300d\n")
    assert [it.code for it in await doc.published()] == ["AMQ501"]
    session.heard.clear()
    session.write("amq.toml", "[lints]\ncost-above-limit = \"off\"\n")
    session.changed("amq.toml")
    assert await session.published(doc.uri, where=lambda it: not it) == []
    session.heard.clear()
    session.write("amq.toml", "[cost]\nmax = 10\n")
    session.changed("amq.toml")
    said = await session.published(doc.uri, where=bool)
    assert said[0].severity == types.DiagnosticSeverity.Error


async def test_mistakes_in_settings_are_told_at_their_place(start):
    session = await start({"amq.toml": '# é\nregoin = "eu"\n'})
    session.open("a.amq", "users\n")
    [said] = await session.published(session.uri("amq.toml"), where=bool)
    assert (said.code, said.range.start, said.range.end) == ("AMQ601", types.Position(1, 0), types.Position(1, 6))
    session.heard.clear()
    session.write("amq.toml", 'region = "eu"\n')
    session.changed("amq.toml")
    assert await session.published(session.uri("amq.toml"), where=lambda it: not it) == []


QUERY = "q: users new last 7d\n"


async def shown(session, doc):
    hints = await session.ask("textDocument/inlayHint", textDocument=doc.id, range=doc.whole)
    lenses = await session.ask("textDocument/codeLens", textDocument=doc.id)
    return sorted(it.label.split()[0] for it in hints), len(lenses)


async def test_hints_and_lenses_are_switched(start):
    session = await start()
    doc = session.open("a.amq", QUERY)
    assert await shown(session, doc) == (["2021-09-24", "cost"], 3)
    for settings, wanted in [
        ({"amq": {"inlayHints": {"cost": False}}}, (["2021-09-24"], 3)),
        ({"amq": {"inlayHints": {"dates": False}}}, ([], 3)),
        ({"amq": {"inlayHints": {"cost": True}, "codeLens": {"enable": False}}}, (["cost"], 0)),
        ({"amq": {"inlayHints": {"cost": True, "dates": True}, "codeLens": {"enable": True}}}, (["2021-09-24", "cost"], 3)),
        ({"amq": {"inlayHints": "odd"}}, (["2021-09-24", "cost"], 3)),
        (None, (["2021-09-24", "cost"], 3)),
    ]:
        session.client.protocol.notify("workspace/didChangeConfiguration", types.DidChangeConfigurationParams(settings=settings))
        assert await shown(session, doc) == wanted, settings


async def test_switches_at_the_start(start):
    session = await start(options={"inlayHints": {"dates": False}, "codeLens": {"enable": False}})
    assert await shown(session, session.open("a.amq", QUERY)) == (["cost"], 0)
