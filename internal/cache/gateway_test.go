package cache

import (
	"testing"

	"bunting/internal/objectstore"
	"bunting/internal/objectstore/gateway"
)

// TestGateway lets runners share a real object store.
func TestGateway(t *testing.T) {
	credentials(t)
	options := objectstore.Options{Endpoint: gateway.Start(t), Region: gateway.Region, PathStyle: true}
	remote := func(address string) Remote {
		r, err := NewRemote(address, options)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Run("remote", func(t *testing.T) { testRemote(t, remote("s3://bucket/one")) })
	t.Run("runners", func(t *testing.T) { testRunners(t, remote("s3://bucket/two/three"), 20) })
	t.Run("no bucket", func(t *testing.T) {
		s := open(t, t.TempDir(), remote("s3://another"))
		has(t, s, 0, 3)
		warnsOnce(t, s, ErrRemote)
	})
	t.Run("wrong secret", func(t *testing.T) {
		t.Setenv("AWS_SECRET_ACCESS_KEY", "guess")
		s := open(t, t.TempDir(), remote("s3://bucket/two/three"))
		has(t, s, 0, 3)
		warnsOnce(t, s, ErrRemote)
	})
}
