import { type Server, createServer } from "node:http";
import { freePorts } from "./ports";

/** The app that people sign in to, on its own origin. */
export class App {
  private constructor(
    readonly origin: string,
    private readonly server: Server,
  ) {}

  static async start(worker: number): Promise<App> {
    const [port] = await freePorts(1, worker);
    const server = createServer((_, answer) => {
      answer.setHeader("Content-Type", "text/html; charset=utf-8");
      answer.end(
        '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>The app</title><h1>The app</h1>',
      );
    });
    await new Promise<void>((done) => server.listen(port, "localhost", done));
    return new App(`http://localhost:${port}`, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
