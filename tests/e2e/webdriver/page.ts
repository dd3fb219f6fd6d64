import { By, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { until } from "../stack/until";
import { TITLE } from "../support/screens";

const TEST_ID = (id: string) => `[data-testid="${id}"]`;

/** The limit for anything that a page shows. */
const LIMIT = 15_000;

/** A page in a browser, in the words of the tests. Each call waits until it can be done. */
export class Page {
  constructor(
    readonly browser: WebDriver,
    private readonly site: string,
  ) {}

  /** Opens a path of the site, or a URL. */
  async open(address: string): Promise<void> {
    await this.browser.get(new URL(address, this.site).href);
  }

  async reload(): Promise<void> {
    await this.browser.navigate().refresh();
  }

  async back(): Promise<void> {
    await this.browser.navigate().back();
  }

  /** Waits for a screen. */
  async at(title: keyof typeof TITLE): Promise<void> {
    await this.heading(TITLE[title]);
  }

  async heading(text: string): Promise<void> {
    const ask = async () => (await this.browser.findElement(By.css("h1"))).getText();
    await this.become(`the heading is “${text}”`, ask, text);
  }

  async titled(title: string): Promise<void> {
    await this.become(`the title is “${title}”`, () => this.browser.getTitle(), title);
  }

  /** Waits until the page is at a URL. */
  async arrive(url: string): Promise<void> {
    await this.become(`the URL is ${url}`, () => this.browser.getCurrentUrl(), url);
  }

  /** Waits until a text is shown to people, large enough to be read. */
  async see(text: string): Promise<void> {
    await wait(`“${text}” is shown`, () => this.shows(text));
  }

  /** Whether a text is shown to people. Text in a box of one pixel is for screen readers only. */
  async shows(text: string): Promise<boolean> {
    return this.browser.executeScript<boolean>(
      `const [text] = arguments;
      return [...document.querySelectorAll("body *")].some((element) => {
        const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
        if (!own.some(({ data }) => data.includes(text))) return false;
        const { height } = element.getBoundingClientRect();
        return height > 5 && element.checkVisibility({ visibilityProperty: true });
      });`,
      text,
    );
  }

  /** Waits until a Kratos message is shown, and returns its text. */
  async message(id: number): Promise<string> {
    return this.textOf(TEST_ID(`ui/message/${id}`));
  }

  /** The input of a node, in the settings within the card of a method. */
  async input(name: string, method?: string): Promise<WebElement> {
    return this.find(`${card(method)}${TEST_ID(`node/input/${name}`)} input`);
  }

  /** Types into the input of a node, in place of what is there. */
  async fill(name: string, text: string, method?: string): Promise<void> {
    await wait(`${name} takes a text`, async () => {
      const input = await this.input(name, method);
      await input.clear();
      await input.sendKeys(text);
      return true;
    });
  }

  async value(name: string, method?: string): Promise<string> {
    return (await this.input(name, method)).getProperty("value") as Promise<string>;
  }

  /** Waits until the input of a node has a value. */
  async holds(name: string, value: string, method?: string): Promise<void> {
    await this.become(`${name} holds “${value}”`, () => this.value(name, method), value);
  }

  /** Presses a button of the form, by its name and value. */
  async press(name: string, value: string, method?: string): Promise<void> {
    await this.click(`${card(method)}button[name="${name}"][value="${value}"]`);
  }

  /** Presses a button or a link, by its caption. */
  async pressCalled(caption: string): Promise<void> {
    const own = `normalize-space()="${caption}" or @aria-label="${caption}"`;
    await this.click(By.xpath(`(//button | //a)[${own}]`));
  }

  async click(what: string | By): Promise<void> {
    await wait(`${what} can be pressed`, async () => {
      const element = await this.browser.findElement(typeof what === "string" ? By.css(what) : what);
      const isOpen = (await element.isDisplayed()) && (await element.isEnabled());
      if (!isOpen || (await element.getAttribute("aria-disabled")) === "true") return false;
      await element.click();
      return true;
    });
  }

  /** Types keys at the focus. */
  async type(...keys: string[]): Promise<void> {
    await this.browser.actions().sendKeys(...keys).perform();
  }

  /** Waits until an input has the focus. */
  async focused(name: string): Promise<void> {
    const ask = () => this.browser.executeScript<string>("return document.activeElement.name ?? ''");
    await this.become(`${name} has the focus`, ask, name);
  }

  /** Waits for an element that is shown. */
  async find(selector: string): Promise<WebElement> {
    return wait(`there is ${selector}`, async () => {
      const element = await this.browser.findElement(By.css(selector));
      return (await element.isDisplayed()) && element;
    });
  }

  /** Waits for an element's text. */
  async textOf(selector: string): Promise<string> {
    return wait(`${selector} has a text`, async () => {
      const text = await (await this.browser.findElement(By.css(selector))).getText();
      return text !== "" && text;
    });
  }

  /** Waits until `ask` gives `wanted`; the error tells what it gave instead. */
  async become(what: string, ask: () => Promise<string>, wanted: string): Promise<void> {
    await wait(what, async () => {
      const now = await ask();
      if (now !== wanted) throw new Error(`it is “${now}”`);
      return true;
    });
  }
}

export { Key };

function card(method: string | undefined): string {
  return method === undefined ? "" : `section[data-method="${method}"] `;
}

function wait<T>(what: string, ask: () => Promise<T | false | undefined>): Promise<T> {
  return until(what, ask, LIMIT);
}
