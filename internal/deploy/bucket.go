package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"bunting/internal/objectstore"
)

// A bucket is a store in an object store that speaks S3.
type bucket struct {
	name, prefix string // prefix is empty or ends in a slash
	client       func() (*s3.Client, error)
}

func newBucket(name, path string, options objectstore.Options) *bucket {
	prefix := strings.Trim(path, "/")
	if prefix != "" {
		prefix += "/"
	}
	return &bucket{name, prefix, sync.OnceValues(func() (*s3.Client, error) {
		client, err := objectstore.Client(context.Background(), options)
		if err != nil {
			return nil, err
		}
		// To look for credentials may take seconds: once is enough to know that
		// there are none.
		if _, err := client.Options().Credentials.Retrieve(context.Background()); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRefused, err)
		}
		return client, nil
	})}
}

func (b *bucket) key(path string) *string { return aws.String(b.prefix + path) }

func (b *bucket) Get(ctx context.Context, path string) (object, error) {
	client, err := b.client()
	if err != nil {
		return object{}, err
	}
	answer, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: b.key(path)})
	if err != nil {
		return object{}, because(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	now, ok := awsmiddleware.GetServerTime(answer.ResultMetadata)
	if !ok {
		now = time.Now()
	}
	return object{data, aws.ToString(answer.ETag), now.Sub(aws.ToTime(answer.LastModified))}, err
}

func (b *bucket) put(f File, body body) *s3.PutObjectInput {
	o := &s3.PutObjectInput{Bucket: &b.name, Key: b.key(f.Path), Body: body.reader(), ContentLength: &body.size, ContentType: &f.Type, CacheControl: &f.Cache}
	if f.Encoding != "" {
		o.ContentEncoding = &f.Encoding
	}
	return o
}

func (b *bucket) Put(ctx context.Context, f File, body body) error {
	client, err := b.client()
	if err != nil {
		return err
	}
	_, err = client.PutObject(ctx, b.put(f, body))
	return because(err)
}

// PutIf uses conditions (RFC 9110 13.1). A store that knows none, and says so,
// writes without.
func (b *bucket) PutIf(ctx context.Context, path string, data []byte, tag string) error {
	client, err := b.client()
	if err != nil {
		return err
	}
	o := b.put(bookkeeping(path), text(data))
	if tag == "" {
		o.IfNoneMatch = aws.String("*")
	} else {
		o.IfMatch = &tag
	}
	_, err = client.PutObject(ctx, o)
	switch status := objectstore.Status(err); {
	case status == http.StatusPreconditionFailed, missing(err): // what was to be replaced is gone
		return fmt.Errorf("%w: %w", errTaken, err)
	case status == http.StatusNotImplemented:
		_, err = client.PutObject(ctx, b.put(bookkeeping(path), text(data)))
	}
	return because(err)
}

func (b *bucket) Delete(ctx context.Context, path string) error {
	client, err := b.client()
	if err != nil {
		return err
	}
	_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.name, Key: b.key(path)})
	if missing(err) {
		return nil
	}
	return because(err)
}

func (b *bucket) Close() error { return nil }

// missing tells whether an answer says that there is no such object.
func missing(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && objectstore.Status(err) == http.StatusNotFound && api.ErrorCode() != "NoSuchBucket"
}

// because says which of the known reasons an answer gives.
func because(err error) error {
	switch status := objectstore.Status(err); {
	case missing(err):
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
