;;; amq-mode.el --- Queries of amq, with eglot  -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages

;;; Commentary:

;; A major mode for `.amq' files.  What it knows of the language comes from the
;; server, `amq lsp', which eglot starts; `M-x eglot' or
;;
;;     (add-hook 'amq-mode-hook #'eglot-ensure)

;;; Code:

(require 'eglot)

(defgroup amq nil "Queries of amq." :group 'languages)

(defcustom amq-server '("amq" "lsp")
  "The command that starts the language server."
  :type '(repeat string))

(defcustom amq-format-on-save t
  "Whether a buffer that eglot manages is formatted when it is saved."
  :type 'boolean)

(defvar amq-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?' "." table)
    (modify-syntax-entry ?$ "_" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?_ "_" table)
    table)
  "The syntax of amq: comments, strings, words.")

(defvar amq-font-lock-keywords
  '(("^\\(?:use\\|let\\)\\_>" . font-lock-keyword-face)
    ("^\\(\\(?:\\sw\\|\\s_\\)+\\):" 1 font-lock-function-name-face)
    ("\\$\\(?:\\sw\\|\\s_\\)+" . font-lock-variable-name-face)
    ("\\_<[0-9]+\\(?:\\.[0-9]+\\|-[0-9]\\{2\\}-[0-9]\\{2\\}\\|[a-z]+\\)?\\_>" . font-lock-constant-face))
  "What can be coloured without knowing the words of the language.")

(defun amq-indent-line ()
  "Indent a line that goes on with a statement; a line in column 1 begins one."
  (interactive)
  (let ((goes-on (save-excursion
                   (beginning-of-line)
                   (and (not (bobp))
                        (progn (forward-line -1)
                               (looking-at-p "[ \t]+[^ \t\n]\\|.*\\(?:->\\|[,({]\\)[ \t]*$"))))))
    (if (and goes-on (not (eq this-command 'newline)))
        (indent-line-to 2)
      'noindent)))

;;;###autoload
(define-derived-mode amq-mode prog-mode "amq"
  "Edit queries of amq."
  (setq-local comment-start "# "
              comment-start-skip "#+[ \t]*"
              comment-end ""
              indent-tabs-mode nil
              tab-width 2
              indent-line-function #'amq-indent-line
              font-lock-defaults '(amq-font-lock-keywords))
  (add-hook 'before-save-hook #'amq--format nil t))

(defun amq--format ()
  "Format the buffer, if eglot manages it and `amq-format-on-save' says so."
  (when (and amq-format-on-save (eglot-current-server))
    (eglot-format-buffer)))

(defun amq-copy-url ()
  "Copy the URL of the query at point."
  (interactive)
  (let* ((params (eglot--TextDocumentPositionParams))
         (of (list :uri (plist-get (plist-get params :textDocument) :uri)
                   :position (plist-get params :position)))
         (url (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                               (list :command "amq.compile" :arguments (vector of)))))
    (unless (stringp url) (user-error "There is no valid query here"))
    (kill-new url)
    (message "%s" url)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.amq\\'" . amq-mode))

(add-to-list 'eglot-server-programs `(amq-mode . ,(lambda (&rest _) amq-server)))

(provide 'amq-mode)
;;; amq-mode.el ends here
