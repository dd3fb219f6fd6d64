import { BrowserWindow, app, dialog, session, shell } from "electron";

/** What is not the app's own is for the person's browser, and only pages of the web are. */
const outside = (url) => {
  if (url.startsWith("https://")) shell.openExternal(url);
};

const open = async () => {
  const { appUrl } = await import("./server.js");
  const window = new BrowserWindow({ width: 900, height: 800 });
  window.webContents.setWindowOpenHandler(({ url }) => {
    outside(url);
    return { action: "deny" };
  });
  window.webContents.on("will-navigate", (event) => {
    if (new URL(event.url).origin === appUrl) return;
    event.preventDefault();
    outside(event.url);
  });
  // A security key may have passkeys of several people.
  session.defaultSession.on("select-webauthn-account", async (_, { accounts }, choose) => {
    const names = accounts.map(({ name, displayName }) => name ?? displayName ?? "No name");
    const { response } = await dialog.showMessageBox(window, { message: "Sign in as", buttons: [...names, "Cancel"], cancelId: names.length });
    choose(accounts[response]?.credentialId);
  });
  await window.loadURL(`${appUrl}/inbox`);
};

// A second one would want the same port.
if (app.requestSingleInstanceLock()) app.whenReady().then(open);
else app.quit();
app.on("second-instance", () => BrowserWindow.getAllWindows()[0]?.focus());
app.on("window-all-closed", () => app.quit());
