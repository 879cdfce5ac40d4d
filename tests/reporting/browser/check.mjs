// node check.mjs PAGE.html [FOLDER] [WIDTH SCHEME]: opens a page in Chromium at three widths, light and
// dark, folded and unfolded, and prints what is wrong with it as JSON; [] is a good page. Into FOLDER go
// pictures and a PDF. CHROMIUM names the browser, PAGE_TOOLS the folder with node_modules.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(process.env.PAGE_TOOLS || import.meta.dirname, "x.js")));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const url = pathToFileURL(resolve(file)).href;
const wrong = [];
if (folder) mkdirSync(folder, { recursive: true });

// What is asked of the page where it stands; it runs within it.
function lookAt() {
  const found = [];
  const say = (what, node) => found.push(`${what}: ${(node?.textContent || "").trim().slice(0, 60)}`);
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth) say(`scrolls to ${root.scrollWidth} px across`);
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const inside = (inner, outer, slack = 1) =>
    inner.left >= outer.left - slack && inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack;
  for (const node of document.querySelectorAll("h1,h2,h3,p,li,td,th,summary,b,span,code,caption,a")) {
    if (!seen(node)) continue;
    const box = node.getBoundingClientRect();
    if (box.width < 3) continue; // for screen readers alone
    if (box.left < -1 || box.right > window.innerWidth + 1) say("is cut off at the side", node);
    if (node.scrollWidth > node.clientWidth + 1 && node.clientWidth) say("is wider than its box", node);
  }
  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const over = (top, below, share) =>
    Object.fromEntries(["r", "g", "b"].map((k) => [k, top[k] * share + below[k] * (1 - share)]));
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const paper = colour(getComputedStyle(document.body).backgroundColor);
  for (const svg of document.querySelectorAll("svg[role=img]")) {
    if (!seen(svg)) continue;
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((t) => getComputedStyle(t).display !== "none");
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, at) => {
      const box = boxes[at];
      if (!inside(box, frame, 2)) say("text outside of its chart", text);
      for (let other = 0; other < at; other++) {
        const two = boxes[other];
        const across = Math.min(box.right, two.right) - Math.max(box.left, two.left);
        const down = Math.min(box.bottom, two.bottom) - Math.max(box.top, two.top);
        if (across > 1 && down > 4) say(`text over "${texts[other].textContent}"`, text);
      }
      let back = paper;
      for (const rect of svg.querySelectorAll("rect.cell,rect.tint,rect.back")) {
        const place = rect.getBoundingClientRect();
        const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        if (middle[0] > place.left && middle[0] < place.right && middle[1] > place.top && middle[1] < place.bottom) {
          back = over(colour(getComputedStyle(rect).fill), back, Number(getComputedStyle(rect).fillOpacity));
          if (!inside(box, place)) say("text wider than its cell", text);
        }
      }
      const told = contrast(colour(getComputedStyle(text).fill), back);
      if (told < 4.5) say(`contrast ${told.toFixed(2)}`, text);
    });
    const named = (svg.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
    const told = document.getElementById(svg.getAttribute("aria-describedby"));
    if (!named.length || named.some((node) => !node?.textContent.trim())) say("a chart without a title", svg);
    if (!told?.textContent.trim()) say("a chart without an alternative", svg);
    if (!svg.closest("figure")?.querySelector("table")) say("a chart without its table", svg);
  }
  let before = 0;
  for (const head of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const level = Number(head.tagName[1]);
    if (level > before + 1) say(`heading ${level} after ${before}`, head);
    before = level;
  }
  if (document.querySelectorAll("h1").length !== 1) say("not one main heading");
  return found;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  for (const width of [360, 800, 1400]) {
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      const at = `${width} ${scheme}`;
      page.on("console", (message) => wrong.push(`${at}: console: ${message.text()}`));
      page.on("pageerror", (error) => wrong.push(`${at}: error: ${error.message}`));
      page.on("request", (request) => {
        if (request.url() !== url) wrong.push(`${at}: request: ${request.url().slice(0, 80)}`);
      });
      page.on("dialog", (dialog) => { wrong.push(`${at}: dialog: ${dialog.message()}`); dialog.dismiss(); });
      await page.goto(url, { waitUntil: "load" });
      if (folder) await page.screenshot({ path: `${folder}/${width}-${scheme}.png`, fullPage: true });
      for (const folded of [true, false]) {
        if (!folded) await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        const how = `${at}${folded ? "" : " unfolded"}`;
        wrong.push(...(await page.evaluate(lookAt)).map((one) => `${how}: ${one}`));
      }
      await page.evaluate(axe);
      const told = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
      }));
      for (const one of told.violations)
        for (const node of one.nodes) wrong.push(`${at}: axe ${one.id}: ${node.target} ${node.failureSummary.split("\n").pop()}`);
      if (folder && width === 360) await page.screenshot({ path: `${folder}/${width}-${scheme}-open.png`, fullPage: true });
      await page.close();
    }
  }
  const page = await browser.newPage();
  await page.goto(url);
  const paper = await page.pdf({ format: "A4", path: folder ? `${folder}/page.pdf` : undefined, preferCSSPageSize: true });
  const sheet = paper.toString("latin1").match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/);
  if (!sheet || Math.abs(sheet[1] - 595) > 2 || Math.abs(sheet[2] - 842) > 2) wrong.push(`pdf: not A4: ${sheet}`);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1000 }); // A4, and less its margins:
  await page.evaluate(() => { document.body.style.width = "688px"; });
  wrong.push(...(await page.evaluate(lookAt)).map((one) => `print: ${one}`));
} finally {
  await browser.close();
}
console.log(JSON.stringify([...new Set(wrong)], null, 1));
