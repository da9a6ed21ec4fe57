"""Sounds: heard only where they are on, and never instead of words."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.session import Session
from terminal_app.presenters.sounds import Sound
from terminal_app.till import Till
from tests.till.counter import a_cart


@pytest.fixture
def heard(session: Session) -> list[Sound]:
    sounds: list[Sound] = []
    session.loudspeaker = sounds.append
    return sounds


def pay_by_card(session: Session) -> PaymentPresenter:
    session.cart = a_cart()
    payment = PaymentPresenter(session)
    payment.choose(Channel.CARD)
    payment.finish()
    return payment


def test_a_till_is_silent_until_the_shop_wants_sounds(session: Session, heard: list[Sound]) -> None:
    pay_by_card(session)
    assert session.last_sold is not None
    assert heard == []


def test_a_finished_sale_is_heard_once(session: Session, heard: list[Sound]) -> None:
    session.sound("true")
    heard.clear()
    pay_by_card(session).finish()
    assert heard == [Sound.FINISHED]


def test_what_is_refused_sounds_otherwise_and_is_said_in_words(
    session: Session, till: Till, heard: list[Sound]
) -> None:
    session.sound("true")
    heard.clear()
    session.cart = a_cart()
    payment = PaymentPresenter(session)
    payment.choose(Channel.CARD)
    till.change_settings({"channels.card.enabled": "false"})
    payment.finish()
    assert heard == [Sound.ATTENTION]
    assert payment.view().notice is not None


def test_switching_them_on_lets_one_be_heard_and_off_none(session: Session, heard: list[Sound], till: Till) -> None:
    session.sound("true")
    session.sound("false")
    assert heard == [Sound.FINISHED]
    assert till.settings.read().text("till.sounds") == "false"
