// Package objectstore makes clients of object stores that speak S3: Amazon's
// and others.
//
// Credentials come from where Amazon's own tools look (the environment,
// ~/.aws, the machine) and from nowhere else. A client tries each request once:
// how often to try again is for its user to say.
package objectstore

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Options say how an object store is reached. What is empty comes from where
// Amazon's own tools look.
type Options struct {
	Endpoint  string // "https://host", of stores other than Amazon's
	Region    string // "us-east-1" if nothing names one
	PathStyle bool   // the bucket stands in the path, not before the host's name
}

// Client returns a client. Looking for credentials reads files, and may ask the
// machine's own network.
func Client(ctx context.Context, o Options) (*s3.Client, error) {
	settings, err := config.LoadDefaultConfig(ctx,
		config.WithRegion(o.Region),
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }),
		config.WithLogger(logging.Nop{}),
		// Aliyun's OSS and Tencent's COS refuse the trailing checksums that the
		// SDK sends otherwise.
		config.WithRequestChecksumCalculation(aws.RequestChecksumCalculationWhenRequired),
		config.WithResponseChecksumValidation(aws.ResponseChecksumValidationWhenRequired),
	)
	if err != nil {
		return nil, err
	}
	if settings.Region == "" {
		settings.Region = "us-east-1"
	}
	return s3.NewFromConfig(settings, func(s *s3.Options) {
		s.UsePathStyle = o.PathStyle
		if o.Endpoint != "" {
			s.BaseEndpoint = &o.Endpoint
		}
	}), nil
}

// Status returns the HTTP status of the answer that err tells of, 0 if there
// was none.
func Status(err error) int {
	if answer, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		return answer.HTTPStatusCode()
	}
	return 0
}
