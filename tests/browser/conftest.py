"""Pages in a real browser. Without one the tests are skipped and say so."""

import pytest


@pytest.fixture
def open_page(browser):
    """Opens an address as a page of its own; at the end nothing may have been said on its console, and nothing asked of another host."""
    contexts, said = [], []

    def opened(address, width=1200, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
