/* Put into the page by build/prerender.ts, minified; runs before anything is painted. */
const page = document.documentElement;
// A link that asks its own question gets its own figures: those of the build would be wrong for a moment.
if (/[#&](?!v=)[\w-]+=/.test(location.hash)) page.dataset.asked = "";
if (/[?&]embed\b/.test(location.search)) page.dataset.embed = "";
