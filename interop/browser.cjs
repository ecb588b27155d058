// What interop/browser does in Chromium.
'use strict';
const { chromium } = require('playwright-core');
const { readFileSync, mkdirSync } = require('node:fs');
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

const [task, file, folder] = process.argv.slice(2);
const url = pathToFileURL(resolve(file)).href;
const sizes = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function main() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    await (task === 'shots' ? shots(browser) : check(browser));
  } finally {
    await browser.close();
  }
}

async function shots(browser) {
  mkdirSync(folder, { recursive: true });
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport, colorScheme });
      await page.goto(url);
      await page.screenshot({ path: `${folder}/${size}-${colorScheme}.png` });
      const cell = page.locator('.matrix td a').last();
      if (await cell.count()) {
        await cell.click();
        await page.screenshot({ path: `${folder}/${size}-${colorScheme}-cell.png` });
      }
      await page.close();
    }
  }
}

function must(holds, what) {
  if (!holds) throw new Error(what);
  console.log(`ok: ${what}`);
}

async function check(browser) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await browser.newPage({ viewport });
    const errors = [];
    const asked = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => request.url().startsWith('data:') || asked.push(request.url()));
    await page.goto(url);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    must(wide <= 0, `${size}: nothing stands out at the side`);
    const links = await page.locator('.matrix td a').all();
    for (const link of [links[0], links[links.length - 1]]) {
      await link.click();
      const body = page.locator(`[id="${(await link.getAttribute('href')).slice(1)}"]`);
      must(await body.isVisible(), `${size}: ${await link.getAttribute('href')} opens`);
    }
    const rows = page.locator('.matrix tr.case:visible');
    const all = await rows.count();
    const failed = await page.locator('.matrix tr.has-failed').count();
    await page.locator('#show-failed').check();
    must((await rows.count()) === failed, `${size}: ${failed} of ${all} rows have failed cells, and only they are left`);
    must((await page.locator('.cell:not(.bad):visible').count()) === 0, `${size}: other cells are not told either`);
    await page.locator('#show-all').check();
    must((await rows.count()) === all, `${size}: all rows are back`);
    const log = page.locator('a.qlog').first();
    if (await log.count()) {
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      const [download] = await Promise.all([page.waitForEvent('download'), log.click()]);
      const text = readFileSync(await download.path(), 'utf8');
      must(download.suggestedFilename().endsWith('.qlog'), `${size}: ${download.suggestedFilename()} is unpacked`);
      must(JSON.parse(text.split('\n')[0].replace(/^\x1e/, '')).trace !== undefined, `${size}: and is qlog`);
    }
    must(asked.every((one) => one.split('#')[0] === url || one.startsWith('blob:')), `${size}: no other file is asked for`);
    must(errors.length === 0, `${size}: no errors ${errors}`);
    await page.close();
  }
  const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await bare.goto(url);
  const link = bare.locator('.matrix td a').first();
  await link.click();
  must(await bare.locator(`[id="${(await link.getAttribute('href')).slice(1)}"]`).isVisible(), 'cells open without scripts');
}

main().catch((error) => {
  console.error(`browser: ${error.message}`);
  process.exit(1);
});
