"""Requests of the test client are answered as in a web process: no key may be used."""

from conferral.foundation import vault


def signs_nothing(get_response):
    """Middleware that takes the permission to sign away for as long as a request lasts."""

    def answered(request):
        permitted, vault._PERMISSION = vault._PERMISSION, {"to sign": False}
        try:
            return get_response(request)
        finally:
            vault._PERMISSION = permitted

    return answered
