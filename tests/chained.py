"""A chain like Ethereum to anchor on, with a node that answers over HTTP on loopback."""

import json
from contextlib import contextmanager

from eth_tester import EthereumTester, PyEVMBackend
from web3 import EthereumTesterProvider, Web3

from anchored import served


class Chain:
    """A chain of our own, with a machine that runs its transactions (py-evm)."""

    def __init__(self):
        self.tester = EthereumTester(PyEVMBackend())
        self.inner = Web3(EthereumTesterProvider(self.tester))
        self.away = False
        self.sent = []

    def answer(self, method, path, body):
        if self.away:
            return 503, b""
        asked = json.loads(body)
        if asked["method"] == "eth_sendRawTransaction":
            self.sent.append(asked["params"][0])
        provider = self.inner.provider
        try:
            request = provider.request_func(self.inner, self.inner.middleware_onion)
            told = request(asked["method"], asked["params"])
        except Exception as error:  # A node tells whoever asks; it does not fall over.
            told = {"error": {"code": -32000, "message": str(error)}}
        said = {"jsonrpc": "2.0", "id": asked["id"]} | {
            key: told[key] for key in ("result", "error") if key in told
        }
        return 200, Web3.to_json(said).encode()

    def give(self, account, wei):
        rich = self.tester.get_accounts()[0]
        self.tester.send_transaction(
            {"from": rich, "to": account, "gas": 21000, "value": wei, "gas_price": 10**10}
        )
        self.tester.mine_block()

    def mine(self, blocks=12):
        self.tester.mine_blocks(blocks)


@contextmanager
def a_chain():
    chain = Chain()
    with served(chain.answer) as url:
        chain.url = url
        yield chain
