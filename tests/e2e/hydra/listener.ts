import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The server of an app that is told of sign-outs. */
export class Listener {
  /** The requests it got, in order. */
  readonly told: { url: URL; body: string }[] = [];

  private constructor(private readonly server: Server) {
    server.on("request", async (request, answer) => {
      let body = "";
      for await (const part of request) body += String(part);
      this.told.push({ url: new URL(request.url ?? "", this.origin), body });
      answer.end();
    });
  }

  static async start(): Promise<Listener> {
    const listener = new Listener(createServer());
    await new Promise<void>((listening) => void listener.server.listen(0, "127.0.0.1", listening));
    return listener;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
