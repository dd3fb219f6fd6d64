import type { Page } from "@playwright/test";

/** What a screen reader says of a page: what gets the focus, and what its live regions announce. */
export class Hearing {
  private said: string[] = [];

  private constructor() {}

  /** Listens to `page`, before it is opened. */
  static async of(page: Page): Promise<Hearing> {
    const hearing = new Hearing();
    await page.exposeFunction("propylonSaid", (text: string) => {
      hearing.said.push(text.replace(/\s+/g, " ").trim());
    });
    await page.addInitScript(listen);
    return hearing;
  }

  /** Forgets what was said. */
  forget(): void {
    this.said = [];
  }

  /** How often something with this text was said. */
  times(text: string): number {
    return this.said.filter((said) => said.includes(text)).length;
  }

  /** All that was said. */
  all(): string[] {
    return this.said;
  }
}

/** Runs in the page. */
function listen(): void {
  const say = (window as unknown as { propylonSaid: (text: string) => void }).propylonSaid;
  const LIVE = "[role=alert], [role=status], [aria-live]:not([aria-live=off])";
  const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;
  const around = (node: Node) => (isElement(node) ? node : node.parentElement)?.closest(LIVE);
  const told = (text: string | null | undefined) => {
    if (text?.trim()) say(`live: ${text}`);
  };

  const changed = (record: MutationRecord, seen: Set<Node>): void => {
    if (record.type === "attributes") {
      const element = record.target as Element;
      if (element.getAttribute("role") === "alert" && record.oldValue !== "alert") told(element.textContent);
      return;
    }
    const region = around(record.target);
    if (record.type === "characterData") {
      if (region) told(record.target.textContent);
      return;
    }
    for (const node of record.addedNodes) {
      // What was filled before this is called is in a record of its own, too.
      if (!node.isConnected || seen.has(node)) continue;
      if (region) told(node.textContent);
      else if (isElement(node)) {
        // A status that comes with its text is not announced everywhere.
        const alerts = [node, ...node.querySelectorAll("*")].filter((it) => it.matches("[role=alert]"));
        for (const alert of alerts) {
          told(alert.textContent);
          seen.add(alert);
        }
      }
    }
  };
  new MutationObserver((records) => {
    const seen = new Set<Node>();
    for (const record of records) changed(record, seen);
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["role"],
    attributeOldValue: true,
  });

  addEventListener("focusin", ({ target }) => {
    const element = target as HTMLElement;
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((it) => it.textContent);
    const isField = element.matches("input, select");
    const name = element.getAttribute("aria-label") ?? (isField ? labels.join(" ") : element.textContent);
    const about = (element.getAttribute("aria-describedby") ?? "").split(" ");
    const described = about.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    say(`focus: ${name} ${described}`);
  });
}
