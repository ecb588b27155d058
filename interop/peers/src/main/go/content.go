package main

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"io"
)

// Sends the first size bytes of the content with this seed and number: the key stream of AES-128 in counter mode,
// its key being both as 8 bytes each.
func send(to io.Writer, seed, number, size int64) error {
	key := make([]byte, 16)
	binary.BigEndian.PutUint64(key, uint64(seed))
	binary.BigEndian.PutUint64(key[8:], uint64(number))
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	stream := cipher.NewCTR(block, make([]byte, aes.BlockSize))
	buffer := make([]byte, min(size, 64<<10))
	for size > 0 {
		part := buffer[:min(size, int64(len(buffer)))]
		clear(part)
		stream.XORKeyStream(part, part)
		if _, err := to.Write(part); err != nil {
			return err
		}
		size -= int64(len(part))
	}
	return nil
}

func sendNumbered(to io.WriteCloser, number, seed, size int64) error {
	if _, err := to.Write(binary.BigEndian.AppendUint64(nil, uint64(number))); err != nil {
		return err
	}
	if err := send(to, seed, number, size); err != nil {
		return err
	}
	return to.Close()
}
