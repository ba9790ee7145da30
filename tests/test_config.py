"""The configuration: the example is true, the environment wins, a wrong value is one line."""

from pathlib import Path

import pytest

from bot.config import BadConfig, Config

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("NUDGE_TOKEN", raising=False)
    monkeypatch.delenv("NUDGE_TOKEN_FILE", raising=False)
    monkeypatch.chdir(tmp_path)


def file(tmp_path, text):
    path = tmp_path / "some.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_holds_the_defaults():
    assert Config.load(EXAMPLE) == Config.load()


def test_the_example_names_every_key():
    text = EXAMPLE.read_text("utf-8")
    for section, values in Config.load().model_dump().items():
        assert f"[{section}]" in text
        for key in values:
            assert f"\n{key} = " in text or f"\n# {key} = " in text


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    path = file(tmp_path, "[workers]\nseconds = 1.0\nmebibytes = 100\n")
    monkeypatch.setenv("NUDGE_WORKERS__SECONDS", "5")
    assert Config.load(path).workers.seconds == 5
    assert Config.load(path).workers.mebibytes == 100


def test_the_token_comes_from_the_environment_or_from_the_file_it_names(monkeypatch, tmp_path):
    monkeypatch.setenv("NUDGE_TOKEN_FILE", str(file(tmp_path, "1:from-file\n")))
    assert Config.load().telegram.token.get_secret_value() == "1:from-file"
    monkeypatch.setenv("NUDGE_TOKEN", "1:from-environment")
    assert Config.load().telegram.token.get_secret_value() == "1:from-environment"


def test_a_config_in_this_folder_is_read_unasked(tmp_path):
    (tmp_path / "config.toml").write_text("[chat]\nport = 1234\n", "utf-8")
    assert Config.load().chat.port == 1234


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[workers]\nseconds = -1", "workers.seconds: input should be greater than 0"),
        ("[workers]\nsecond = 1", "workers.second: there is no such key"),
        ("[wrokers]\nseconds = 1", "wrokers: there is no such key"),
        ("[chat]\nport = 70000", "chat.port: input should be less than or equal to 65535"),
        ('[chat]\nport = "x"', "chat.port: input should be a valid integer"),
        ('[telegram]\nbase_url = "http://here/"', "telegram.base_url: string should match"),
        ('[log]\nlevel = "LOUD"', "log.level: input should be"),
        ('[memory]\nurl = "mysql://db/nudge"', "memory.url: string should match"),
        ('[memory]\nurl = "postgresql://db:port/nudge"', "memory.url: this is no URL"),
        ("[workers", "this is not TOML"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_key(tmp_path, text, line):
    with pytest.raises(BadConfig) as caught:
        Config.load(file(tmp_path, text))
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_postgresql_needs_is_said_where_it_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr("bot.config.find_spec", lambda name: None)
    text = '[memory]\nurl = "postgresql://nudge:SECRET@db/nudge"'
    with pytest.raises(
        BadConfig, match=r"memory.url: .*pip install 'nudge-tutor\[fleet\]'"
    ) as caught:
        Config.load(file(tmp_path, text))
    assert "SECRET" not in str(caught.value)
    assert Config.load(file(tmp_path, "[memory]")).memory.url == "sqlite:///nudge.db"


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(BadConfig, match="No such file"):
        Config.load(tmp_path / "absent.toml")


@pytest.mark.parametrize("content", ["", " \n", None], ids=["empty", "blank", "not there"])
def test_a_token_file_without_a_token_is_one_line(monkeypatch, tmp_path, content):
    name = tmp_path / "absent" if content is None else file(tmp_path, content)
    monkeypatch.setenv("NUDGE_TOKEN_FILE", str(name))
    with pytest.raises(BadConfig, match=r"^NUDGE_TOKEN_FILE: "):
        Config.load()


def test_a_secret_is_taken_and_a_wrong_one_is_one_line(monkeypatch):
    monkeypatch.setenv("NUDGE_FLEET__SECRET", "a_Long-word1")
    assert Config.load().fleet.secret.get_secret_value() == "a_Long-word1"
    for wrong in ("two words", "x" * 257, "a-word\n"):
        monkeypatch.setenv("NUDGE_FLEET__SECRET", wrong)
        with pytest.raises(BadConfig, match=r"^fleet\.secret: [^\n]*letters") as caught:
            Config.load()
        assert wrong not in str(caught.value)


def test_a_wrong_token_is_never_repeated(tmp_path):
    with pytest.raises(BadConfig) as caught:
        Config.load(file(tmp_path, "[telegram]\ntoken = ['123:SECRET']"))
    assert "SECRET" not in str(caught.value)
    assert str(caught.value).startswith("telegram.token")
