package preview

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// guard lets a request pass that this machine or somebody with the token has
// made, on a page of this server or by hand. What another site makes a browser
// ask for is refused: it names that site as Origin, or says Sec-Fetch-Site
// (Fetch Metadata); and whoever lets a name of his own lead to this machine (DNS
// rebinding) has that name as Host.
func (s *Server) guard(w http.ResponseWriter, r *http.Request) bool {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Referrer-Policy", "same-origin")
	if !s.ownHost(r) || !ownOrigin(r) {
		refuse(w, http.StatusForbidden)
		return false
	}
	if isLocal(r) {
		return true
	}
	return s.admit(w, r)
}

// ownHost tells whether a request names this server as it can be reached: by
// the address that the connection came to, or a loopback one, with its port.
func (s *Server) ownHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return false
	}
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil { // without a port: 80
		host, port = strings.Trim(r.Host, "[]"), "80"
	}
	if port != portOf(at) {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return at.Addr().Unmap().IsLoopback()
	}
	named, err := netip.ParseAddr(host)
	return err == nil && named.Unmap() == at.Addr().Unmap()
}

func portOf(at netip.AddrPort) string {
	_, port, _ := net.SplitHostPort(at.String())
	return port
}

// ownOrigin tells whether a request was made by a page of this server, or by
// nobody's page.
func ownOrigin(r *http.Request) bool {
	if origins := r.Header.Values("Origin"); len(origins) > 1 || len(origins) == 1 && origins[0] != "http://"+r.Host {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	// Somebody may follow a link to here, but not be shown it in a frame.
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// isLocal tells whether a request comes from this machine.
func isLocal(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// tokenCookie is known to who has followed the link with the token.
const tokenCookie = "bunting-token"

// admit lets somebody on another machine pass who knows the token. It comes in
// the address, once, and is a cookie from then on.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) bool {
	if cookie, err := r.Cookie(tokenCookie); err == nil && s.isToken(cookie.Value) {
		return true
	}
	query := r.URL.Query()
	if s.isToken(query.Get("token")) && r.Method == http.MethodGet {
		http.SetCookie(w, &http.Cookie{Name: tokenCookie, Value: s.o.Token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		query.Del("token")
		to := *r.URL
		to.Scheme, to.Host, to.RawQuery = "", "", query.Encode()
		if strings.HasPrefix(to.EscapedPath(), "//") { // would lead to another host
			to.Path, to.RawPath = "/", ""
		}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return false
	}
	refuse(w, http.StatusForbidden)
	return false
}

func (s *Server) isToken(text string) bool {
	return s.o.Token != "" && subtle.ConstantTimeCompare([]byte(text), []byte(s.o.Token)) == 1
}
