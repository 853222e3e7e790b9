package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"bunting/internal/build"
	"bunting/internal/config"
)

func (s *session) cache() *cobra.Command {
	cmd := &cobra.Command{
		Use: "cache", Short: s.say(msgCache), Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{s.say(msgUnknownCommand, "cache "+args[0])}
			}
			return usageError{s.say(msgArguments, "prune")}
		},
	}
	prune := &cobra.Command{Use: "prune", Short: s.say(msgPrune), Args: cobra.NoArgs}
	prune.Flags().BoolP("help", "h", false, s.say(msgHelpFlag))
	size := prune.Flags().String("budget", "", s.say(msgBudget))
	asJSON := prune.Flags().Bool("json", false, s.say(msgJSON))
	prune.RunE = func(*cobra.Command, []string) error {
		var budget int64
		if prune.Flags().Changed("budget") {
			var ok bool
			if budget, ok = config.ParseSize(*size); !ok {
				return usageError{s.say(msgFlagValue, *size, "budget")}
			}
		}
		p, ok, err := build.Prune(s.source, budget)
		switch {
		case err != nil:
			return err
		case !ok:
			return usageError{s.say(msgNoBudget)}
		case *asJSON:
			return json.NewEncoder(s.stdout).Encode(p)
		}
		s.tell(s.say(msgPruned, size1000(max(0, p.Before-p.After)), size1000(p.After)))
		return nil
	}
	cmd.AddCommand(prune)
	return cmd
}

// size1000 writes a size for people, with the SI's prefixes.
func size1000(bytes int64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}} {
		if float64(bytes) >= unit.size {
			return fmt.Sprintf("%.1f %s", float64(bytes)/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d B", bytes)
}
