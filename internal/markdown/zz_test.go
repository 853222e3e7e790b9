package markdown
import ("testing";"strings")
func TestZZ(t *testing.T){ Render("- </b>```)"+strings.Repeat("[>=\"](",680), Options{}) }
