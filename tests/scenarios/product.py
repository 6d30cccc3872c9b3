"""The product, set up for a script: imported first, before anything that asks for a setting."""

import django

from ntm.config import settings

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # not built
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # no rule here is about passwords
django.setup()
