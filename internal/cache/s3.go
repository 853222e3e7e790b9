package cache

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"bunting/internal/objectstore"
)

// An objectStore is a Remote in an object store that speaks S3.
type objectStore struct {
	bucket, prefix string // prefix is empty or ends in a slash
	options        objectstore.Options

	mu     sync.Mutex
	client *s3.Client // nil before the first use
}

func newS3(bucket, path string, options objectstore.Options) *objectStore {
	prefix := strings.Trim(path, "/")
	if prefix != "" {
		prefix += "/"
	}
	return &objectStore{bucket: bucket, prefix: prefix, options: options}
}

// open returns the client, and makes it at the first use: looking for
// credentials reads files, and may ask the machine's own network.
func (o *objectStore) open(ctx context.Context) (*s3.Client, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.client != nil {
		return o.client, nil
	}
	client, err := objectstore.Client(ctx, o.options)
	if err == nil {
		o.client = client
	}
	return client, err
}

func (o *objectStore) key(name string) *string { return aws.String(o.prefix + name) }

func (o *objectStore) List(ctx context.Context) (map[string]int64, error) {
	client, err := o.open(ctx)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int64{}
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: &o.bucket, Prefix: &o.prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			sizes[strings.TrimPrefix(aws.ToString(object.Key), o.prefix)] = aws.ToInt64(object.Size)
		}
	}
	return sizes, nil
}

func (o *objectStore) Read(ctx context.Context, name string, w io.Writer) error {
	client, err := o.open(ctx)
	if err != nil {
		return err
	}
	object, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &o.bucket, Key: o.key(name)})
	if err != nil {
		if objectstore.Status(err) == http.StatusNotFound {
			return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
		}
		return err
	}
	defer object.Body.Close()
	_, err = io.Copy(w, object.Body)
	return err
}

// Write asks that nothing be replaced (RFC 9110, 13.1.2). A store that cannot
// do this replaces the same by the same.
func (o *objectStore) Write(ctx context.Context, name string, r io.ReadSeeker) error {
	client, err := o.open(ctx)
	if err != nil {
		return err
	}
	object := &s3.PutObjectInput{Bucket: &o.bucket, Key: o.key(name), Body: r, IfNoneMatch: aws.String("*")}
	_, err = client.PutObject(ctx, object)
	switch objectstore.Status(err) {
	case http.StatusPreconditionFailed, http.StatusConflict: // it is there, or about to be
		return nil
	case http.StatusNotImplemented:
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return err
		}
		object.IfNoneMatch = nil
		_, err = client.PutObject(ctx, object)
	}
	return err
}

func (o *objectStore) Delete(ctx context.Context, name string) error {
	client, err := o.open(ctx)
	if err != nil {
		return err
	}
	_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &o.bucket, Key: o.key(name)})
	return err
}
