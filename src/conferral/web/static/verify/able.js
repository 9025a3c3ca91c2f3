// Whether this browser can check anything by itself.

export const isAble = Boolean(globalThis.crypto?.subtle && globalThis.DecompressionStream && globalThis.Blob?.prototype.arrayBuffer);
