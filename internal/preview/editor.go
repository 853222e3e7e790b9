package preview

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"bunting/internal/diag"
)

// open opens the file of a diagnostic in the editor. The request names one that
// was told, never a file, and comes from a page on this machine.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", "POST")
		refuse(w, http.StatusMethodNotAllowed)
		return
	}
	if !isLocal(r) || r.Header.Get("Origin") == "" || s.o.Editor == "" { // guard has seen that the origin is this
		refuse(w, http.StatusForbidden)
		return
	}
	d, ok := s.reported(r.URL.Query().Get("id"))
	if !ok {
		refuse(w, http.StatusNotFound)
		return
	}
	command := editorCommand(s.o.Editor, s.onDisk(d), d.Span)
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = s.o.Build.Source
	if err := cmd.Start(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	go func() { _ = cmd.Wait() }() // how an editor ends is its own affair
	w.WriteHeader(http.StatusNoContent)
}

// reported returns the diagnostic of that name that is told now and has a file.
func (s *Server) reported(id string) (diag.Diagnostic, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.variants {
		for _, d := range v.all() {
			if idOf(d) == id && s.onDisk(d) != "" {
				return d, true
			}
		}
	}
	return diag.Diagnostic{}, false
}

// onDisk returns the whole name of a diagnostic's file; "" when it is none of
// the site's folder, such as one of a theme that the program carries.
func (s *Server) onDisk(d diag.Diagnostic) string {
	name := filepath.FromSlash(d.Span.File)
	if !filepath.IsLocal(name) {
		return ""
	}
	file, err := filepath.Abs(filepath.Join(s.o.Build.Source, name))
	if err != nil {
		return ""
	}
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return file
}

// editorCommand fills in a command: its words are parted by blanks, and {file},
// {line} and {column} stand for the place. A command that names no file gets it
// at the end.
func editorCommand(command, file string, at diag.Span) []string {
	if !strings.Contains(command, "{file}") {
		command += " {file}"
	}
	fill := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(1, at.Line)), "{column}", strconv.Itoa(max(1, at.Column)))
	words := strings.Fields(command)
	for i := range words {
		words[i] = fill.Replace(words[i])
	}
	return words
}
