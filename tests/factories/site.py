"""Dull pages of the site, below the home page a fresh database already has."""

import factory

from home.models import NewsIndexPage, NewsPage, StandardPage
from tests.factories.courses import PageFactory


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"关于我们{n}")
    slug = factory.Sequence(lambda n: f"about-{n}")


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "消息"
    slug = factory.Sequence(lambda n: f"news-{n}")


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"消息{n}")
    slug = factory.Sequence(lambda n: f"item-{n}")
