// node picture.mjs PAGE.html OUT.png SECTION: a page down to the end of a section, as README shows it.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, out, section] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(process.env.PAGE_TOOLS || import.meta.dirname, "x.js")));
const { chromium } = require("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 900 } });
  await page.goto(pathToFileURL(resolve(file)).href);
  const box = await page.locator(`#${section}`).boundingBox();
  await page.screenshot({ path: out, fullPage: true, clip: { x: 0, y: 0, width: 1120, height: box.y + box.height } });
} finally {
  await browser.close();
}
