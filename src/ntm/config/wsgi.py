"""The door for granian, and for any other WSGI server."""

import os
from collections.abc import Sequence
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.config.settings")


def application_behind(proxies: Sequence[str]) -> WSGIApplication:
    """Return the site; the address and scheme that one of ``proxies`` tells stand for the proxy's own.

    The last address that is no proxy counts, so whatever a client wrote in front of it is ignored.
    """
    site = get_wsgi_application()
    return wrap_wsgi_with_proxy_headers(site, list(proxies)) if proxies else site


application = application_behind(settings.PROXIES)
