// The page is whole without this. With it, qlog files come unpacked, and browsers that do not open what a link leads to do.
'use strict';
addEventListener('click', async (event) => {
  const link = event.target.closest('a.qlog');
  if (!link || !('DecompressionStream' in window) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const packed = await fetch(link.href);
  const file = await new Response(packed.body.pipeThrough(new DecompressionStream('gzip'))).blob();
  const save = document.createElement('a');
  save.href = URL.createObjectURL(file);
  save.download = link.download.replace(/\.gz$/, '');
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 60000);
});
function reveal() {
  const details = document.getElementById(location.hash.slice(1))?.closest('details');
  if (!details) return;
  details.open = true;
  details.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();
