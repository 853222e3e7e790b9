//go:build !nodynamic

package picture

import (
	"errors"
	"image"
)

const webpEncoder = "no WebP"

func encodeWebP(*image.NRGBA, int) ([]byte, error) {
	return nil, errors.New("this program was built without WebP: build it with -tags nodynamic")
}
