"""What all tests share."""


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="write the conversations as they go now"
    )
