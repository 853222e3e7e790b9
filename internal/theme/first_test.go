package theme
import ("testing";"bytes";"os";"bunting/internal/locale";"bunting/themes";"testing/fstest";"bunting/internal/diag";"bunting/internal/view";"time")
func TestFirst(t *testing.T){
 var langs []Language
 for _,tag:=range []string{"zh","en","ug"}{ l,_:=locale.New(tag); langs=append(langs,Language{tag,l})}
 start:=time.Now()
 th,list,err:=Load(Options{Site:fstest.MapFS{},Embedded:themes.FS,Name:"festival",Languages:langs,BasePath:"/"})
 t.Log(time.Since(start))
 if err!=nil{t.Fatal(err)}
 list.WriteText(os.Stdout,diag.English)
 if th==nil{t.FailNow()}
 var b bytes.Buffer
 t.Log(th.Render(&b,"event","en",view.Event{}))
 t.Log(b.String())
}
