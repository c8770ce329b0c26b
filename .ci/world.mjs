// Makes stories/wall/world.json: the outlines of the map on /numbers/, and a point for each country
// that is too small for one. Run by hand, and its outcome kept; no site installs or runs it:
//
//   npm install --prefix build world-atlas@2.0.2 topojson-client@3.1.0 d3-geo@3.1.2 \
//       i18n-iso-countries@7.14.0
//   node .ci/world.mjs build/node_modules /usr/share/zoneinfo/zone.tab >stories/wall/world.json
//
// Outlines: Natural Earth 4.1, 1:110m (public domain), as world-atlas (ISC) carries it in TopoJSON.
// Points: the first place of each country in zone.tab of the IANA time zone database (public domain).
// Codes: i18n-iso-countries (MIT) knows which letters a number of ISO 3166-1 has.
// Geometry: topojson-client and d3-geo (ISC), which cut and project it as nothing of ours has to.
// Projection: Equal Earth (Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949): no
// country is drawn larger than another of its size.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, zones] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/x.js`));
const topojson = require("topojson-client");
const codes = require("i18n-iso-countries");
const d3 = await import(pathToFileURL(`${modules}/d3-geo/dist/d3-geo.mjs`));
const world = require("world-atlas/countries-110m.json");

const WIDTH = 1200;
// Outlines of fewer square units than this get a point as well: they would not be seen.
const TINY = 40;
// The form's countries are those of ISO 3166-1, so what Natural Earth draws apart and that list does
// not have stands with the country it has.
const WITHIN = { "N. Cyprus": "CY", Somaliland: "SO" };
// Natural Earth draws who is in control. Crimea stands with Ukraine all the same, as in resolution
// 68/262 of the General Assembly of the United Nations; French Guiana and Svalbard have codes of
// their own. Each is one polygon of another country: its number, its code, a point in it.
const APART = [
  ["643", "UA", [34.2, 45.3]],
  ["250", "GF", [-53, 4]],
  ["578", "SJ", [16, 78.5]],
  ["578", "SJ", [23, 79.9]],
  ["578", "SJ", [23, 78]],
];
const XK = "Kosovo";

const parts = new Map();
function add(code, arcs) {
  parts.set(code, [...(parts.get(code) || []), { type: "Polygon", arcs }]);
}
for (const country of world.objects.countries.geometries) {
  const name = country.properties.name;
  const own = WITHIN[name] || (name === XK ? "XK" : codes.numericToAlpha2(country.id));
  if (!own) throw new Error(name);
  for (const arcs of country.type === "Polygon" ? [country.arcs] : country.arcs) {
    const shape = topojson.feature(world, { type: "Polygon", arcs });
    const apart = APART.find(([id, , point]) => id === country.id && d3.geoContains(shape, point));
    add(apart ? apart[1] : own, arcs);
  }
}
// Nobody lives there, and it would take a tenth of the map.
parts.delete("AQ");

const shapes = new Map([...parts].map(([code, all]) => [code, topojson.merge(world, all)]));
function degrees(text) {
  const [, sign, whole, minutes, seconds] = text.match(/^([+-])(\d{2,3})(\d{2})(\d{2})?$/);
  return (sign === "-" ? -1 : 1) * (+whole + +minutes / 60 + +(seconds || 0) / 3600);
}
// Of those without an outline, the first place each.
const places = new Map();
for (const line of readFileSync(zones, "utf8").split("\n")) {
  const [code, place] = line.split("\t");
  if (line.startsWith("#") || !place || code === "AQ" || shapes.has(code) || places.has(code)) continue;
  const [, latitude, longitude] = place.match(/^([+-]\d+)([+-]\d+)$/);
  places.set(code, [degrees(longitude), degrees(latitude)]);
}

const collection = { type: "GeometryCollection", geometries: [...shapes.values(), { type: "MultiPoint", coordinates: [...places.values()] }] };
const projection = d3.geoEqualEarth();
// Room for half of a point at each side.
projection.fitExtent([[6, 6], [WIDTH - 6, WIDTH]], collection);
const top = d3.geoPath(projection).bounds(collection)[0][1] - 6;
projection.translate([projection.translate()[0], projection.translate()[1] - top]);
const height = Math.ceil(d3.geoPath(projection).bounds(collection)[1][1]) + 6;

// Whole units, each line from where the last one ended: half the length of places.
function path(shape) {
  let out = "", begun = [], x = 0, y = 0;
  const context = {
    moveTo(a, b) { begun = [[a, b]]; },
    lineTo(a, b) { begun.push([a, b]); },
    arc() {},
    closePath() {
      const points = begun.map((point) => point.map(Math.round));
      const kept = points.filter((p, i) => !i || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
      if (kept.length < 3) return;
      const [first, ...rest] = kept;
      out += `M${first[0]} ${first[1]}l`;
      [x, y] = first;
      out += rest.map(([a, b]) => { const step = `${a - x} ${b - y}`; [x, y] = [a, b]; return step; })
        .join(" ").replaceAll(" -", "-");
      out += "z";
    },
  };
  d3.geoPath(projection, context)(shape);
  return out;
}

const outlines = {}, points = {};
for (const [code, place] of places) points[code] = projection(place).map(Math.round);
for (const [code, shape] of [...shapes].sort()) {
  outlines[code] = path(shape);
  if (d3.geoPath(projection).area(shape) < TINY) points[code] = d3.geoPath(projection).centroid(shape).map(Math.round);
}
for (const code of Object.keys(outlines)) if (!outlines[code]) delete outlines[code];

const sorted = Object.fromEntries(Object.entries(points).sort());
const written = (one) => JSON.stringify(one).replaceAll('],"', '],\n"').replaceAll('","', '",\n"');
console.log(`{"width": ${WIDTH}, "height": ${height},\n"outlines": ${written(outlines)},\n"points": ${written(sorted)}}`);
