// The page's own policy says what the page may fetch, and cannot say where the browser may go: an address, too, can carry
// what a row holds. So nothing in the page leads away from it, by whatever hand.

/** Goes nowhere else: another step of this page, the page anew, or a file that the page has made. */
const stays = (address: string): boolean => address.split("#")[0] === location.href.split("#")[0] || address.startsWith("blob:");

/** As far as it is used here; not every browser has it. */
interface Navigate extends Event {
  destination: { url: string };
}

export function stayHere(): void {
  // Peer connections, by whatever name, and new windows are doors that no policy closes.
  for (const door of Object.getOwnPropertyNames(window)) if (/PeerConnection$|^open$/.test(door)) Reflect.deleteProperty(window, door);
  // Scripts, links and refreshes in this window. What a person types into the address bar is not asked about.
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener("navigate", (event) => {
    if (event.cancelable && !stays((event as Navigate).destination.url)) event.preventDefault();
  });
  // Links into another window.
  const follow = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest("a[href], area[href]") : null;
    if (link && !stays(new URL(link.getAttribute("href") ?? "", document.baseURI).href)) event.preventDefault();
  };
  for (const click of ["click", "auxclick"]) window.addEventListener(click, follow, { capture: true });
}
