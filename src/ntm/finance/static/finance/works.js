// Places of works: the telephone's own position, and a point picked on the map. Every form works without this file.

/** Put degrees into a field as people here write them; hidden fields are read by machines and take a point. */
function fill(field, degrees) {
  const text = degrees.toFixed(5);
  field.value = field.type === "hidden" ? text : text.replace(".", ",");
}

/** Ask the telephone where it is, and fill the two fields that the button names. */
function takesPlace(button) {
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => document.getElementById(button.dataset[name]));
  const told = button.parentElement.querySelector("[role=status]");
  const ask = () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill(latitude, coords.latitude);
      fill(longitude, coords.longitude);
      told.textContent = `${button.dataset.done} ±${Math.round(coords.accuracy)} m`;
      latitude.dispatchEvent(new Event("change", { bubbles: true }));
    },
    () => { told.textContent = button.dataset.failed; },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
  button.hidden = false;
  button.addEventListener("click", () => {
    told.textContent = button.dataset.wait;
    ask();
  });
  if (!("once" in button.dataset)) return;
  // Whoever agreed before need not press again: the photo gets its place by itself.
  navigator.permissions?.query({ name: "geolocation" }).then((answer) => answer.state === "granted" && ask(), () => {});
}

/** Let a point of the map fill the coordinates, and show where the coordinates are. */
function picks(map) {
  const { west, north, across, down } = map.dataset;
  const [latitude, longitude] = [document.getElementById("id_latitude"), document.getElementById("id_longitude")];
  const mark = map.querySelector("[data-mark]");
  const show = () => {
    const [y, x] = [latitude, longitude].map((field) => Number.parseFloat(field.value.replace(",", ".")));
    mark.toggleAttribute("hidden", Number.isNaN(x) || Number.isNaN(y));
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    mark.setAttribute("transform", `translate(${(x - west) * across} ${(north - y) * down}) scale(${map.dataset.size})`);
  };
  map.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    fill(longitude, Number(west) + point.x / across);
    fill(latitude, north - point.y / down);
    show();
  });
  for (const field of [latitude, longitude]) field.addEventListener("change", show);
  show();
}

if ("geolocation" in navigator) document.querySelectorAll("[data-here]").forEach(takesPlace);
document.querySelectorAll("[data-pick]").forEach(picks);
