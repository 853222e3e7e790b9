// Holds the one connection to the server for all pages that are open, asks for them
// what has become of each, and connects again after sleep. words are the editor's.

const ports = new Set();
const tell = (message) => { for (const port of ports) port.postMessage(message); };

const patience = 40e3; // in milliseconds: the server is heard from every 15 seconds
let source, heard = 0;

function listen() {
  source?.close();
  heard = Date.now();
  source = new EventSource("/.bunting/events");
  source.addEventListener("round", ({ data }) => { heard = Date.now(); tell({ type: "round", ...JSON.parse(data) }); });
  source.addEventListener("beat", () => { heard = Date.now(); });
  source.addEventListener("error", () => { tell({ type: "offline" }); });
}

setInterval(() => {
  if (source.readyState === EventSource.CLOSED || Date.now() - heard > patience) listen();
}, 2e3);

async function receive(port, message) {
  switch (message.type) {
  case "hello":
    ports.add(port);
    if (source) port.postMessage({ type: "round" }); // the page may have been made before the last one
    break;
  case "ping":
    port.postMessage({ type: "pong" });
    break;
  case "bye":
    ports.delete(port);
    break;
  case "check": {
    const { path, digest, round } = message;
    try {
      const response = await fetch("/.bunting/state?" + new URLSearchParams({ path, digest, round }));
      if (response.ok) port.postMessage({ type: "state", state: await response.json() });
    } catch { /* the stream will tell */ }
    break;
  }
  case "open": {
    let ok = false;
    try { ok = (await fetch("/.bunting/open?" + new URLSearchParams({ id: message.id }), { method: "POST" })).ok; } catch { /* not ok */ }
    port.postMessage({ type: "opened", ok });
  }
  }
  if (!source) listen();
}

if ("SharedWorkerGlobalScope" in self) {
  self.onconnect = ({ ports: [port] }) => { port.onmessage = ({ data }) => receive(port, data); };
} else {
  self.onmessage = ({ data }) => receive(self, data);
}
