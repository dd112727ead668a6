/* Put into the page by build/prerender.ts, minified; runs before anything is painted. */
const { dataset } = document.documentElement;
if (/[?&]embed\b/.test(location.search)) dataset.embed = "";
// A link that asks its own question gets its own figures: those of the build would be wrong for a moment.
if (/[#&](?!v=)[\w-]+=/.test(location.hash)) dataset.asked = "";
else document.querySelector("link[rel=expect]").remove();
