"""A chain like Ethereum to anchor on, with a node that answers over HTTP on loopback.

Its libraries take seconds to import, so only the tests that use them do.
"""

import importlib
import json
import sys
from contextlib import contextmanager

from anchored import served


def sender_of(raw):
    """The account that signed a transaction, as eth-account reads it."""
    return _imported("eth_account").Account.recover_transaction(raw)


class Chain:
    """A chain of our own, with a machine that runs its transactions (py-evm).

    `number`: by which it goes, for those that want to see Ethereum's or Sepolia's.
    """

    def __init__(self, number):
        eth_tester, self.web3 = map(_imported, ("eth_tester", "web3"))
        self.tester = eth_tester.EthereumTester(eth_tester.PyEVMBackend())
        self.inner = self.web3.Web3(self.web3.EthereumTesterProvider(self.tester))
        self.number = number or self.inner.eth.chain_id
        self.tester.backend.chain.chain_id = self.number
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
            if asked["method"] == "eth_chainId":
                told = {"result": hex(self.number)}
        except Exception as error:  # A node tells whoever asks; it does not fall over.
            told = {"error": {"code": -32000, "message": str(error)}}
        said = {"jsonrpc": "2.0", "id": asked["id"]} | {
            key: told[key] for key in ("result", "error") if key in told
        }
        return 200, self.web3.Web3.to_json(said).encode()

    def give(self, account, wei):
        rich = self.tester.get_accounts()[0]
        self.tester.send_transaction(
            {"from": rich, "to": account, "gas": 21000, "value": wei, "gas_price": 10**10}
        )
        self.tester.mine_block()

    def mine(self, blocks=12):
        self.tester.mine_blocks(blocks)


@contextmanager
def a_chain(number=None):
    chain = Chain(number)
    with served(chain.answer) as url:
        chain.url = url
        yield chain


def _imported(name):
    """py-evm and py-ecc raise the process's recursion limit: other tests are asked to hit it."""
    limit = sys.getrecursionlimit()
    try:
        return importlib.import_module(name)
    finally:
        sys.setrecursionlimit(limit)
